"""What follows an upload: its text is read, in a process of its own."""

from app import storage
from app.database import db
from app.files import pieces, service
from app.files.extract import extract
from app.files.kinds import KINDS
from app.files.models import File
from app.outbox import Facts, on
from app.permissions import SYSTEM
from app.schedule import every


@every(minutes=60)
def sweep_uploads() -> None:
    """Throw away what was begun and not ended."""
    pieces.sweep_uploads(SYSTEM)


@on("file_uploaded", apart=True)
def read_text(facts: list[Facts]) -> None:
    """Read each file's text and keep it page by page."""
    for fact in facts:
        file = db.session.get(File, fact["file_id"])
        if file is None or file.removed_at:
            continue
        path, kind = storage.path_of(file.sha256), KINDS[file.media_type]
        db.session.commit()  # let go of the database before the slow part
        service.keep_text(SYSTEM, file.id, extract(path, kind))

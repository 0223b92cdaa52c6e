"""Files that come in pieces, so that a cut line costs one piece and not the file. All of them are checked as one."""

import secrets
from datetime import timedelta

from sqlalchemy import func, select

from app import storage
from app.database import db, now
from app.errors import AppError, Invalid, Missing, TooLarge, TooMany
from app.files.kinds import EMPTY
from app.files.models import File, Upload
from app.files.names import safe_name
from app.files.service import MAX_BYTES, upload
from app.permissions import Actor, Can, require_site

OPEN = 40  # uploads that one person may have begun and not ended
KEPT = timedelta(hours=24)  # then what was begun is thrown away


def begin_upload(actor: Actor, name: str, size: int) -> Upload:
    """Say that a file of SIZE bytes is to come. Raise TooLarge, TooMany, or Invalid for an empty one."""
    require_site(actor)
    if size > MAX_BYTES:
        raise TooLarge
    if size <= 0:
        raise Invalid(EMPTY, errors={"file": EMPTY})
    with db.transaction() as session:
        begun = select(func.count(Upload.id)).where(Upload.author_id == actor.id, Upload.file_id.is_(None))
        if (session.scalar(begun) or 0) >= OPEN:
            raise TooMany
        one = Upload(id=secrets.token_urlsafe(16), author_id=actor.id, name=safe_name(name), size=size)
        session.add(one)
    storage.part_of(one.id).touch()
    return one


def get_upload(actor: Actor, upload_id: str) -> Upload:
    """One's own upload. Raise Missing."""
    found = db.session.get(Upload, upload_id)
    if found is None or found.author_id != actor.id:
        raise Missing
    return found


def come_so_far(actor: Actor, one: Upload) -> int:
    """How many bytes of ONE, which ACTOR was given, are here."""
    part = storage.part_of(one.id)
    return one.size if one.file_id else part.stat().st_size if part.exists() else 0


def add_piece(actor: Actor, upload_id: str, offset: int, stream: storage.Bytes) -> Upload:
    """Keep what STREAM holds, from OFFSET on. The last piece makes a file of it, or raises why not.

    Raise Conflict where OFFSET is not as far as it has come: ask, and go on from there.
    """
    one = get_upload(actor, upload_id)
    if one.file_id:
        return one
    db.session.commit()  # let go of the database before the slow part
    part = storage.part_of(one.id)
    if storage.append(part, offset, stream, one.size) < one.size:
        return one
    try:
        with part.open("rb") as whole:
            file = upload(actor, one.name, whole)
    except AppError:
        drop_upload(actor, upload_id)
        raise
    with db.transaction():
        one.file_id = file.id
    part.unlink(missing_ok=True)
    return one


def made_file(actor: Actor, one: Upload) -> File | None:
    """What became of ONE, which ACTOR was given."""
    return db.session.get(File, one.file_id) if one.file_id else None


def drop_upload(actor: Actor, upload_id: str) -> None:
    """Throw away what has come; a file that was made of it stays."""
    one = get_upload(actor, upload_id)
    with db.transaction() as session:
        session.delete(one)
    storage.part_of(one.id).unlink(missing_ok=True)


def sweep_uploads(actor: Actor) -> int:
    """Throw away what nobody went on with for a day. Return how many."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        old = session.scalars(select(Upload).where(Upload.created_at < now() - KEPT)).all()
        for one in old:
            session.delete(one)
    for one in old:
        storage.part_of(one.id).unlink(missing_ok=True)
    return len(old)

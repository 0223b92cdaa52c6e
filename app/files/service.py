"""What changes files: taking one in, putting it somewhere, reading its text, taking it away."""

from collections.abc import Iterable
from io import BytesIO
from typing import IO

from flask_babel import lazy_gettext
from sqlalchemy import delete, select

from app import outbox, storage
from app.database import db, now
from app.errors import Denied, Invalid, Missing, TooLarge, WrongKind
from app.files import queries
from app.files.extract import Extracted
from app.files.kinds import EMPTY, detect
from app.files.metadata import without_notes
from app.files.models import File, FilePage, FileUse
from app.files.names import safe_name
from app.permissions import Actor, Can, Visibility, allows, require_site

MAX_BYTES, MAX_PICTURE = 50 * 2**20, 10 * 2**20
NO_PICTURE = lazy_gettext("Choose a picture (JPEG, PNG, WebP or GIF) of at most 10 MB.")


def upload(actor: Actor, name: str, stream: IO[bytes], limit: int = MAX_BYTES) -> File:
    """Keep what STREAM holds. Raise TooLarge past LIMIT bytes, WrongKind for what we do not take."""
    require_site(actor)
    name = safe_name(name)
    path, sha256, size = storage.receive(stream, limit)
    try:
        if not size:
            raise Invalid(EMPTY, errors={"file": EMPTY})
        kind = detect(path, name)
        with db.transaction() as session:
            file = File(author_id=_person(actor), name=name, media_type=kind.media_type, family=kind.family,
                        size=size, sha256=sha256)
            session.add(file)
            session.flush()
            outbox.tell("file_uploaded", file_id=file.id)
            storage.keep(path, sha256)  # before the commit: a row without its bytes would be worse
    finally:
        path.unlink(missing_ok=True)
    return file


def upload_picture(actor: Actor, name: str, stream: IO[bytes]) -> File:
    """Keep the picture that STREAM holds, without what its camera noted of place and owner.

    Raise TooLarge past MAX_PICTURE, WrongKind for what is no picture.
    """
    data = stream.read(MAX_PICTURE + 1)
    if len(data) > MAX_PICTURE:
        raise TooLarge(NO_PICTURE)
    try:
        bare = without_notes(data)
    except ValueError:
        raise WrongKind(NO_PICTURE) from None
    with db.transaction():
        file = upload(actor, name, BytesIO(bare))
        if file.family != "image":
            raise WrongKind(NO_PICTURE)
    return file


def is_picture(actor: Actor, file_id: int) -> bool:
    """Whether a file that ACTOR may read is a picture."""
    return queries.file(actor, file_id).family == "image"


def put(actor: Actor, ids: Iterable[int], place: str, network_id: int | None, room_id: int | None = None,
        visibility: Visibility = Visibility.NETWORK) -> None:
    """Show the files IDS in PLACE. Raise Missing unless ACTOR may read each of them."""
    wanted = set(ids)
    with db.transaction() as session:
        if len(queries.by_ids(actor, wanted)) != len(wanted):
            raise Missing
        there = set(session.scalars(select(FileUse.file_id).where(FileUse.place == place)))
        session.add_all(FileUse(file_id=file_id, place=place, network_id=network_id, room_id=room_id,
                                visibility=visibility) for file_id in sorted(wanted - there))
        for file_id in sorted(wanted - there):
            outbox.tell("file_placed", file_id=file_id, place=place)


def take_away(actor: Actor, place: str, ids: Iterable[int] | None = None) -> None:
    """Show the files (or only IDS) in PLACE no more. The caller has asked whether ACTOR may change PLACE."""
    with db.transaction() as session:
        uses = select(FileUse).where(FileUse.place == place)
        for use in session.scalars(uses if ids is None else uses.where(FileUse.file_id.in_(set(ids)))):
            outbox.tell("file_placed", file_id=use.file_id, place=place)
            session.delete(use)


def set_audience(actor: Actor, place: str, network_id: int | None, visibility: Visibility) -> None:
    """PLACE is for others now: so are its files. The caller has asked whether ACTOR may change PLACE."""
    with db.transaction() as session:
        for use in session.scalars(select(FileUse).where(FileUse.place == place)):
            use.network_id, use.visibility = network_id, visibility
            outbox.tell("file_placed", file_id=use.file_id, place=place)


def follow(actor: Actor, ids: Iterable[int], place: str, network_id: int | None, room_id: int | None) -> None:
    """PLACE was carried to another room: so are the files IDS in it. The caller has asked whether ACTOR may."""
    with db.transaction() as session:
        for use in session.scalars(select(FileUse).where(FileUse.place == place, FileUse.file_id.in_(set(ids)))):
            use.network_id, use.room_id = network_id, room_id
            outbox.tell("file_placed", file_id=use.file_id, place=place)


def remove(actor: Actor, file_id: int) -> None:
    """Take a file away everywhere; its author or an administrator may."""
    with db.transaction():
        file = queries.file(actor, file_id)
        if not allows(actor, Can.REMOVE_FILE, file):
            raise Denied
        file.removed_at = now()
        outbox.tell("file_removed", file_id=file.id)


def keep_text(actor: Actor, file_id: int, extracted: Extracted) -> None:
    """Keep what was read inside a file. Only Livskraft itself does this."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        file = session.get(File, file_id)
        if file is None:
            return
        session.execute(delete(FilePage).where(FilePage.file_id == file_id))
        file.extraction = extracted.status
        session.add_all(FilePage(file_id=file_id, number=page.number, text=page.text)
                        for page in extracted.pages)
        outbox.tell("file_read", file_id=file_id)


def _person(actor: Actor) -> int:
    assert actor.id is not None
    return actor.id

"""How others show a file: `file:3` becomes one line with its name and size."""

from sqlalchemy import select

from app.database import db
from app.files import queries, service
from app.files.models import File, FileUse
from app.links import Embed, Kind, Place, Source, register
from app.permissions import Actor


def share(actor: Actor, ids: set[int], place: Place) -> None:
    """Put the files where PLACE is; only those that ACTOR may read."""
    service.put(actor, ids, place.where, place.network_id, place.room_id)


def embeds(ids: set[int], place: Place) -> dict[int, Embed]:
    """Those that were put in the room or network of PLACE."""
    used = select(FileUse.file_id).where(
        FileUse.network_id == place.network_id, FileUse.room_id.is_not_distinct_from(place.room_id))
    found = select(File).where(File.id.in_(ids), File.removed_at.is_(None), File.id.in_(used))
    return {file.id: Embed("files/_file.html", {"file": file}) for file in db.session.scalars(found)}


def source(actor: Actor, file_id: int) -> Source:
    """Its name and its text."""
    file = queries.file(actor, file_id)
    return Source(f"file:{file.id}", file.name, "\n\n".join(page.text for page in file.pages))


def follow(actor: Actor, ids: set[int], place: Place) -> None:
    """Let them go along."""
    service.follow(actor, ids, place.where, place.network_id, place.room_id)


register(Kind("file", share, embeds, source, follow))

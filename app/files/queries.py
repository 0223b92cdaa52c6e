"""Reading files, narrowed to what the actor may see."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from app.database import db
from app.errors import Missing
from app.files.models import Extraction, File, FileUse
from app.permissions import Actor, Can, reads, require_site, visible


def may_read(actor: Actor) -> ColumnElement[bool]:
    """As a WHERE clause: their own upload, or one put where they may read."""
    used = select(FileUse.file_id).where(visible(actor, FileUse))
    return or_(File.author_id == actor.id, File.id.in_(used)) if actor.signed_in else File.id.in_(used)


def file(actor: Actor, file_id: int) -> File:
    """One file. Raise Missing unless ACTOR uploaded it or may read a place where it is shown."""
    found = db.session.get(File, file_id)
    if found is None or found.removed_at:
        raise Missing
    if found.author_id != actor.id and not any(reads(actor, use) for use in found.uses):
        raise Missing
    return found


def by_ids(actor: Actor, ids: Iterable[int]) -> list[File]:
    """Those of IDS that ACTOR may read, in the order they were uploaded."""
    found = select(File).where(File.id.in_(set(ids)), File.removed_at.is_(None), may_read(actor))
    return list(db.session.scalars(found.order_by(File.id)))


def in_places(actor: Actor, places: Iterable[str]) -> dict[str, list[File]]:
    """What is shown in each of PLACES ("agenda_item:3"). The caller has asked whether ACTOR may read them."""
    uses = select(FileUse).where(FileUse.place.in_(set(places))).options(selectinload(FileUse.file))
    shown: dict[str, list[File]] = {}
    for use in db.session.scalars(uses.order_by(FileUse.id)):
        if not use.file.removed_at and reads(actor, use):
            shown.setdefault(use.place, []).append(use.file)
    return shown


def of_network(actor: Actor, network_id: int, limit: int = 50, offset: int = 0) -> list[File]:
    """The files shown anywhere in a network, newest first."""
    used = select(FileUse.file_id).where(FileUse.network_id == network_id, visible(actor, FileUse))
    found = select(File).where(File.id.in_(used), File.removed_at.is_(None))
    return list(db.session.scalars(found.order_by(File.created_at.desc(), File.id.desc()).limit(limit).offset(offset)))


def uses(actor: Actor, file: File) -> list[FileUse]:
    """The places where ACTOR may see FILE."""
    return [use for use in file.uses if reads(actor, use)]


def waiting(actor: Actor) -> list[int]:
    """Files whose text has not been read yet."""
    require_site(actor, Can.ADMINISTER)
    return list(db.session.scalars(select(File.id).where(File.extraction == Extraction.WAITING)))

"""What changes gatherings: arranging one, saying whether one comes, bringing material."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from app import markup, outbox
from app.database import db, now
from app.errors import Conflict, Denied, Invalid, Missing
from app.files import service as files
from app.gatherings import queries
from app.gatherings.models import AgendaItem, Answer, Attendance, Gathering
from app.networks.models import Network, State
from app.permissions import Actor, Can, allows, require

TOO_EARLY = lazy_gettext("It has to end after it starts.")
TAKE_PART = Can.ADD_MATERIAL  # whoever may bring something may say whether they come


@dataclass(frozen=True)
class Point:
    """A line of the agenda as it was sent in. ID is that of the point it was; no title: take it away."""

    title: str
    starts_at: datetime | None = None
    minutes: int | None = None
    host: str = ""
    id: int | None = None


@dataclass(frozen=True)
class Facts:
    """What a gathering says about itself; times in UTC."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    host_id: int | None = None
    about: str = ""
    agenda: tuple[Point, ...] = ()


def create(actor: Actor, network_id: int, facts: Facts) -> Gathering:
    """Let a network meet. Raise Invalid for times or a host that cannot be, Conflict if it is concluded."""
    with db.transaction() as session:
        network = session.get(Network, network_id)
        require(actor, Can.EDIT_GATHERING, network)
        assert network
        _require_open(network)
        gathering = Gathering(network=network, created_by_id=actor.id)
        _describe(actor, gathering, facts)
        session.add(gathering)
        session.flush()
        _tell(gathering)
        return gathering


def edit(actor: Actor, gathering_id: int, facts: Facts, version: int) -> Gathering:
    """Change what it says. Raise Conflict if VERSION is not the latest: nothing is written then."""
    with db.transaction() as session:
        gathering = _editable(session, actor, gathering_id)
        if gathering.version != version:
            raise Conflict
        _describe(actor, gathering, facts)
        gathering.version += 1
        _tell(gathering)
        return gathering


def set_cancelled(actor: Actor, gathering_id: int, cancelled: bool) -> Gathering:
    """It does not take place; or it does after all. Who has it in a calendar can fetch it anew."""
    with db.transaction() as session:
        gathering = _editable(session, actor, gathering_id)
        gathering.cancelled_at = now() if cancelled else None
        gathering.version += 1
        _tell(gathering)
        return gathering


def answer(actor: Actor, gathering_id: int, answer: Answer, note: str = "") -> Attendance:
    """Say whether one comes; again to change it. Raise Conflict when it is over or cancelled."""
    with db.transaction() as session:
        gathering = session.get(Gathering, gathering_id)
        require(actor, TAKE_PART, gathering)
        assert gathering
        if not gathering.open:
            raise Conflict(lazy_gettext("This gathering is over or cancelled: nobody needs to answer any more."))
        kept = session.get(Attendance, (gathering_id, actor.id)) or Attendance(
            gathering_id=gathering_id, person_id=actor.id)
        kept.answer, kept.note = answer, note
        session.add(kept)
        return kept


def add_material(actor: Actor, gathering_id: int, item_id: int, file_ids: Iterable[int]) -> AgendaItem:
    """Put files at a point of the agenda. Raise Missing for what ACTOR may not read, Invalid for no files."""
    wanted = sorted(set(file_ids))
    with db.transaction():
        item = queries.agenda_item(actor, gathering_id, item_id)
        gathering = item.gathering
        require(actor, Can.ADD_MATERIAL, gathering)
        _require_open(gathering.network)
        if not wanted:
            raise Invalid(errors={"files": lazy_gettext("Choose at least one file.")})
        files.put(actor, wanted, item.place, gathering.network_id)
        outbox.tell("material_added", gathering_id=gathering.id, network_id=gathering.network_id,
                    title=gathering.title, author_id=actor.id, item_titles=[item.title], file_ids=wanted)
        return item


def remove_material(actor: Actor, gathering_id: int, item_id: int, file_id: int) -> AgendaItem:
    """Take a file away from there. Who sent it may, and who arranges the gathering."""
    with db.transaction():
        item = queries.agenda_item(actor, gathering_id, item_id)
        there = {file.id: file for file in queries.material(actor, item.gathering).get(item_id, [])}
        if file_id not in there:
            raise Missing
        if there[file_id].author_id != actor.id and not allows(actor, Can.EDIT_GATHERING, item.gathering):
            raise Denied
        files.take_away(actor, item.place, [file_id])
        return item


def _editable(session: Session, actor: Actor, gathering_id: int) -> Gathering:
    gathering = session.get(Gathering, gathering_id)
    require(actor, Can.EDIT_GATHERING, gathering)
    assert gathering
    _require_open(gathering.network)
    return gathering


def _require_open(network: Network) -> None:
    if network.state == State.CONCLUDED:
        raise Conflict(lazy_gettext("This network is concluded. It can be read, but nothing new can be written."))


def _describe(actor: Actor, gathering: Gathering, facts: Facts) -> None:
    if facts.ends_at <= facts.starts_at:
        raise Invalid(errors={"ends_at": TOO_EARLY})
    hosts = {one.organisation_id for one in gathering.network.participations}
    if facts.host_id is not None and facts.host_id not in hosts:
        raise Invalid(errors={"host_id": lazy_gettext("Choose one of the municipalities of the network.")})
    gathering.title, gathering.place, gathering.host_id = facts.title, facts.place, facts.host_id
    gathering.starts_at, gathering.ends_at = facts.starts_at, facts.ends_at
    gathering.about, gathering.about_html = facts.about, markup.render_document(facts.about).html
    _set_agenda(actor, gathering, facts.agenda)


def _set_agenda(actor: Actor, gathering: Gathering, points: Iterable[Point]) -> None:
    """Each point keeps its number, and so its material. Those that POINTS do not name stay as they are."""
    there = {item.id: item for item in gathering.agenda}
    for point in points:
        item = there.get(point.id or 0)
        if not point.title:
            _take_off(actor, gathering, item)
            continue
        if item is None:
            gathering.agenda.append(item := AgendaItem(position=len(gathering.agenda), title=point.title))
        item.title, item.host, item.starts_at, item.minutes = point.title, point.host, point.starts_at, point.minutes
    _order(gathering)


def _take_off(actor: Actor, gathering: Gathering, item: AgendaItem | None) -> None:
    if item is None:
        return
    if queries.material(actor, gathering).get(item.id):
        raise Invalid(errors={"agenda": lazy_gettext(
            "“%(title)s” has material. Take the material away before you take the point off the agenda.",
            title=item.title)})
    gathering.agenda.remove(item)


def _order(gathering: Gathering) -> None:
    """In order of time; a point without a time stays after the one it was written after."""
    latest, places = gathering.starts_at, []
    for number, item in enumerate(gathering.agenda):
        latest = item.starts_at or latest
        places.append((latest, number, item))
    for position, (_, _, item) in enumerate(sorted(places, key=lambda place: place[:2])):
        item.position = position


def _tell(gathering: Gathering) -> None:
    outbox.tell("gathering_changed", gathering_id=gathering.id)

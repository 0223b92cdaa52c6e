"""Which indicators somebody is offered first: those they keep, those they used, those shown in the room."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import Select, func, literal, select, union_all

from app.database import db
from app.indicators import making, queries
from app.indicators.models import CardShare, Favourite, Indicator, SnapshotCard
from app.permissions import Actor, visible

MOST_NEAR = 5
FAVOURITE, RECENT, HERE = range(3)


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators under one heading."""

    title: str
    indicators: Sequence[Indicator]


def groups(actor: Actor, language: str, text: str = "", theme: str = "", room_id: int | None = None) -> list[Group]:
    """What ACTOR may choose from: near ones first, then all by theme; where they ask for words, what these find."""
    there = [one for one in queries.indicators(actor, theme, text) if one.places]
    if text:
        return [Group("", there)] if there else []
    near = [] if theme else _near(actor, {one.id: one for one in there}, room_id)
    return [*near, *(Group(name, some) for _, name, some in making.by_theme(there, language))]


def is_favourite(actor: Actor, indicator: Indicator) -> bool:
    """Whether ACTOR keeps it at hand."""
    return bool(actor.id and db.session.get(Favourite, (actor.id, indicator.id)))


def _near(actor: Actor, known: dict[int, Indicator], room_id: int | None) -> list[Group]:
    rows: dict[int, list[Indicator]] = {FAVOURITE: [], RECENT: [], HERE: []}
    for kind, number in db.session.execute(union_all(*_wanted(actor, room_id))):
        if number in known and (kind == FAVOURITE or len(rows[kind]) < MOST_NEAR):
            rows[kind].append(known[number])
    titles = {FAVOURITE: gettext("Your favourites"), RECENT: gettext("Used lately by you"),
              HERE: gettext("Used in this room")}
    return [Group(titles[kind], some) for kind, some in rows.items() if some]


def _wanted(actor: Actor, room_id: int | None) -> list[Select[int, int]]:
    kept = select(literal(FAVOURITE), Favourite.indicator_id).where(Favourite.person_id == actor.id)
    cards = select(SnapshotCard.indicator_id, func.max(SnapshotCard.id).label("at")).group_by(
        SnapshotCard.indicator_id)
    shown = cards.join(CardShare, CardShare.card_id == SnapshotCard.id).where(
        CardShare.room_id == room_id, visible(actor, CardShare))
    return [kept, _latest(RECENT, cards.where(SnapshotCard.author_id == actor.id)),
            *([_latest(HERE, shown)] if room_id else [])]


def _latest(kind: int, cards: Select[int, int]) -> Select[int, int]:
    found = cards.order_by(func.max(SnapshotCard.id).desc()).limit(2 * MOST_NEAR).subquery()
    return select(literal(kind), found.c.indicator_id)

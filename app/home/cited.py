"""What points at an indicator: threads, examples, and the measures that were meant to move it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, literal, or_, select

from app.database import db
from app.examples.models import Example, ExampleMunicipality, ReviewState
from app.indicators import citing, comparing
from app.indicators.frozen_parts import LONGEST, Mark
from app.indicators.models import Indicator, SnapshotCard
from app.networks.models import Network, Organisation
from app.permissions import Actor, Visibility, visible
from app.rooms.clauses import is_said
from app.rooms.models import Message, Thread


@citing.of_indicator
def threads(actor: Actor, indicator: Indicator) -> Select[*tuple[Any, ...]]:
    """Those with a card of it in one of their messages."""
    said = select(Message.thread_id).where(
        Message.removed_at.is_(None), Message.id.in_(citing.messages(indicator)))
    return _rows("thread", Thread.title, literal("/threads/") + cast(Thread.id, String), Thread.last_at).outerjoin(
        Network, Thread.network_id == Network.id).where(Thread.id.in_(said), visible(actor, Thread), is_said())


@citing.of_indicator
def examples(actor: Actor, indicator: Indicator) -> Select[*tuple[Any, ...]]:
    """Those that show a card of it, or say what they did to it."""
    address = literal("/examples/") + cast(Example.id, String) + "-" + Example.slug
    return _rows("example", Example.title, address, Example.updated_at).outerjoin(
        Network, Example.network_id == Network.id).where(
        Example.review_state == ReviewState.PUBLISHED, visible(actor, Example), _about(indicator))


def _rows(kind: str, title: Any, url: Any, at: Any) -> Select[*tuple[Any, ...]]:
    values = (literal(kind), title, case((Network.name.is_not(None), Network.name), else_=""), url, at)
    return select(*(value.label(name) for name, value in zip(citing.COLUMNS, values, strict=True)))


def _about(indicator: Indicator) -> ColumnElement[bool]:
    """An example that shows a card of INDICATOR, or names it among its measured effects."""
    key = literal('"card:') + cast(SnapshotCard.id, String) + '"'
    shown = select(SnapshotCard.id).where(
        SnapshotCard.indicator_id == indicator.id, cast(Example.cards, String).contains(key)).exists()
    named = cast(Example.effects, String).contains(f'"{indicator.code}"', autoescape=True)
    return or_(shown, named)


@comparing.of_measures
def measures(actor: Actor, indicator: Indicator, places: Sequence[Organisation]) -> list[Mark]:
    """The examples of PLACES that are about INDICATOR, at the year in which they were done.

    Only those that everybody who is signed in may read: a card goes where its maker does not.
    """
    ours = select(ExampleMunicipality.example_id).where(
        ExampleMunicipality.organisation_id.in_([place.id for place in places]))
    found = db.session.scalars(select(Example).where(
        Example.id.in_(ours), Example.review_state == ReviewState.PUBLISHED, _about(indicator),
        Example.visibility.in_((Visibility.MEMBERS, Visibility.PUBLIC))).order_by(Example.id))
    return [Mark(year, one.title[:LONGEST], one.path) for one in found if (year := _done(one, indicator))]


def _done(example: Example, indicator: Indicator) -> int | None:
    """The year in which EXAMPLE was done; where it does not say, the one in which its effect was measured."""
    done = (example.end_date or example.start_date)[:4]
    seen = (row.get("year") for row in example.effects if row.get("indicator") == indicator.code)
    return int(done) if done else next(filter(None, seen), None)

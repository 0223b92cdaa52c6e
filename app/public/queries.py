"""What everybody may read. Callers pass NOBODY: who is signed in sees no more here than others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, load_only, selectinload

from app.accounts.models import Person
from app.database import db
from app.directory.queries import municipalities, seen
from app.directory.seen import Seen
from app.errors import Missing
from app.examples.filters import ALL, Filters, listed
from app.examples.models import Example, ExampleMunicipality
from app.goals.queries import of_municipality
from app.goals.shown import GoalShown, shown
from app.indicators.standing import Standing, standings
from app.networks.models import Network, Organisation, Participation, State
from app.permissions import Actor
from app.plans.queries import Listed, plans_of

PAGE, FIGURES = 24, 6
MOST = 45_000  # addresses in a map of the site


def networks(actor: Actor) -> Sequence[Network]:
    """Networks that have begun, with their municipalities; those at work first."""
    return db.session.scalars(select(Network).where(Network.state != State.SETTING_UP).options(
        selectinload(Network.participations).joinedload(Participation.organisation),
        selectinload(Network.themes)).order_by(Network.state, Network.name)).all()


def examples(actor: Actor, page: int) -> tuple[Sequence[Example], int]:
    """A page of the published examples, the latest first, and how many there are in all."""
    wanted = listed(actor, ALL)
    found = db.session.scalars(select(Example).where(wanted).options(
        selectinload(Example.themes), selectinload(Example.municipalities)).order_by(
        Example.published_at.desc().nulls_last(), Example.id.desc()).limit(PAGE).offset((page - 1) * PAGE)).all()
    return found, db.session.scalar(select(func.count(Example.id)).where(wanted)) or 0


def latest(actor: Actor, theme: str = "") -> Sequence[Example]:
    """The newest of them, of one THEME (its key) or of all."""
    wanted = listed(actor, Filters(theme=theme or None))
    return db.session.scalars(select(Example).where(wanted).options(
        selectinload(Example.themes), selectinload(Example.municipalities)).order_by(
        Example.published_at.desc().nulls_last(), Example.id.desc()).limit(PAGE)).all()


def addresses(actor: Actor) -> list[tuple[str, datetime]]:
    """Where each of them is, and when it changed."""
    found = db.session.scalars(select(Example).where(listed(actor, ALL)).options(
        load_only(Example.slug, Example.updated_at, raiseload=True)).order_by(Example.id).limit(MOST))
    return [(one.path, one.updated_at) for one in found]


@dataclass(frozen=True)
class Twin:
    """What everybody may know of a municipality."""

    place: Organisation
    people: list[Seen]
    participations: Sequence[Participation]
    examples: Sequence[Example]
    plans: list[Listed]
    figures: list[Standing]
    goals: list[GoalShown]


def municipality(actor: Actor, code: str) -> Twin:
    """The one with this number («4012», «SE-1860»). Raise Missing for none."""
    place = municipalities(actor, code)[0]
    taking_part = db.session.scalars(select(Participation).join(Participation.network).where(
        Participation.organisation_id == place.id, Participation.ended_on.is_(None), Network.state != State.SETTING_UP)
        .options(contains_eager(Participation.network)).order_by(Network.id)).all()
    ids = select(Person.id).where(Person.organisation_id == place.id, Person.active).order_by(Person.name)
    people = [one for one in seen(actor, db.session.scalars(ids)) if one.email or one.phone]
    ours = select(ExampleMunicipality.example_id).where(ExampleMunicipality.organisation_id == place.id)
    examples = db.session.scalars(select(Example).where(listed(actor, ALL), Example.id.in_(ours)).options(
        selectinload(Example.themes), selectinload(Example.municipalities)).order_by(
        Example.published_at.desc().nulls_last(), Example.id.desc()).limit(PAGE)).all()
    return Twin(place, people, taking_part, examples, plans_of(actor, place),
                standings(actor, place, Network.state != State.SETTING_UP, FIGURES),
                shown(actor, of_municipality(actor, place)))


def example(actor: Actor, example_id: int) -> Example:
    """One of them. Raise Missing for what is for others, or for nobody yet."""
    found = db.session.scalars(select(Example).where(Example.id == example_id, listed(actor, ALL)).options(
        joinedload(Example.themes), joinedload(Example.municipalities))).unique().one_or_none()
    if found is None:
        raise Missing
    return found

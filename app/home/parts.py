"""What other features add to the page of a person and of a municipality."""

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import contains_eager

from app.accounts.models import Person
from app.database import db
from app.directory import parts
from app.examples.models import Example, ExampleMunicipality, ReviewState
from app.i18n import locale
from app.indicators.standing import standings
from app.indicators.words import words_for
from app.links import Embed
from app.networks.models import Network, Organisation, OrganisationKind
from app.permissions import Actor, Can, allows, visible
from app.plans import queries as plans
from app.plans.words import KINDS
from app.rooms.clauses import is_said
from app.rooms.models import Thread

MOST = 6


@parts.of_municipality
def examples_of_municipality(actor: Actor, place: Organisation) -> Embed | None:
    """What it has done, or what its people answer for where it is no municipality; as far as ACTOR may read it."""
    ours = select(ExampleMunicipality.example_id).where(ExampleMunicipality.organisation_id == place.id)
    people = select(Person.id).where(Person.organisation_id == place.id, Person.active)
    theirs = Example.contact_id.in_(people) if place.kind != OrganisationKind.MUNICIPALITY else false()
    return _examples(actor, or_(Example.id.in_(ours), theirs))


@parts.of_municipality
def figures_of_municipality(actor: Actor, place: Organisation) -> Embed | None:
    """Its latest figures, beside its own past and the middle of a network that ACTOR may read."""
    rows = standings(actor, place, visible(actor, Network), MOST)
    return Embed("home/_figures.html", {"rows": rows, "place": place, "public": False,
                                        "words": words_for(locale())}) if rows else None


@parts.of_municipality
def threads_of_municipality(actor: Actor, place: Organisation) -> Embed | None:
    """What its people began lately in rooms that ACTOR reads; never what a few say among themselves."""
    found = db.session.scalars(select(Thread).join(Thread.author).where(
        Person.organisation_id == place.id, Thread.network_id.is_not(None), visible(actor, Thread), is_said())
        .options(contains_eager(Thread.author)).order_by(Thread.last_at.desc()).limit(MOST)).all()
    return Embed("home/_threads.html", {"threads": found}) if found else None


@parts.of_municipality
def plans_of_municipality(actor: Actor, place: Organisation) -> Embed | None:
    """What its council adopted, and when it comes up again; an empty list only for who may begin it."""
    rows, edits = plans.plans_of(actor, place), allows(actor, Can.EDIT_ORGANISATION, place)
    return Embed("plans/_plans.html", {"rows": rows, "place": place, "edits": edits,
                                       "kinds": KINDS}) if rows or edits else None


@parts.of_person
def examples_of_person(actor: Actor, person: Person) -> Embed | None:
    """What others can ask them about."""
    return _examples(actor, Example.contact_id == person.id)


def _examples(actor: Actor, which: ColumnElement[bool]) -> Embed | None:
    published = select(Example).where(which, visible(actor, Example), Example.review_state == ReviewState.PUBLISHED)
    found = db.session.scalars(published.order_by(Example.published_at.desc()).limit(MOST)).all()
    return Embed("home/_examples.html", {"examples": found}) if found else None

"""What other features add to the page of a person and of a municipality."""

from sqlalchemy import ColumnElement, select

from app.accounts.models import Person
from app.database import db
from app.directory import parts
from app.examples.models import Example, ExampleMunicipality, ReviewState
from app.i18n import locale
from app.indicators import queries as indicators
from app.indicators.words import words_for
from app.links import Embed
from app.networks.models import Organisation
from app.permissions import Actor, Can, allows, visible
from app.plans import queries as plans
from app.plans.words import KINDS

MOST = 6


@parts.of_municipality
def examples_of_municipality(actor: Actor, place: Organisation) -> Embed | None:
    """What it has done, as far as ACTOR may read it."""
    ours = select(ExampleMunicipality.example_id).where(ExampleMunicipality.organisation_id == place.id)
    return _examples(actor, Example.id.in_(ours))


@parts.of_municipality
def figures_of_municipality(actor: Actor, place: Organisation) -> Embed | None:
    """Its latest figures, each with a way to compare them."""
    latest = indicators.latest_of(actor, place)
    known = {one.id: one for one in indicators.indicators(actor)}
    rows = [(known[number], figure) for number, figure in sorted(latest.items()) if number in known][:MOST]
    return Embed("home/_figures.html", {"rows": rows, "place": place, "words": words_for(locale())}) if rows else None


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

"""The demonstration, brought on stage in the order in which it happened, through the services that people use."""

from collections.abc import Callable

from sqlalchemy import select

from app.database import db
from app.demo import aims, knowledge, meetings, networks, organisations, people, talk
from app.demo.script import Script, items
from app.networks.models import Organisation, OrganisationKind, Theme

STEPS = sum(len(thread["messages"]) for thread in items("threads_*.json"))


def load(progress: Callable[[int], None]) -> None:
    """All of it or nothing. PROGRESS is told how many of the STEPS were taken."""
    with db.transaction():
        script = Script(_places(), {theme.key: theme for theme in db.session.scalars(select(Theme))})
        organisations.load(script)
        organisations.load_plans(script)
        people.load(script)
        networks.load(script)
        knowledge.load_contacts(script)
        meetings.load(script)
        talk.load(script, progress)
        knowledge.load_examples(script)
        knowledge.load_collections(script)
        aims.load(script)
        networks.close(script)


def _places() -> dict[str, Organisation]:
    found = db.session.scalars(select(Organisation).where(Organisation.kind == OrganisationKind.MUNICIPALITY))
    return {place.code: place for place in sorted(found, key=lambda place: place.country, reverse=True)}

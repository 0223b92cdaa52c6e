"""The people of the demonstration. All are invented."""

from sqlalchemy import select

from app.accounts import passwords
from app.accounts import service as accounts
from app.accounts.models import Person
from app.database import at, db
from app.demo.script import Facts, Script, content, moment
from app.permissions import SYSTEM, SiteRole

PASSWORD = "livskraft-demo"
SITE_ROLES = {"none": SiteRole.PERSON, "staff": SiteRole.STAFF, "admin": SiteRole.ADMIN}


def load(script: Script) -> None:
    """Bring them on stage, each with the same password, hashed once."""
    [file] = content("people.toml")
    password = passwords.hash_of(PASSWORD)
    for facts in file["people"]:
        with at(moment(max([one["from_days_ago"] for one in facts["memberships"]], default=900))):
            script.people[facts["email"]] = _person(script, facts, password)


def _person(script: Script, facts: Facts, password: str) -> Person:
    place = script.places.get(facts["municipality"]) or script.organisations.get(facts.get("organisation", ""))
    person = accounts.create_person(
        SYSTEM, facts["email"], facts["name"], title=facts["title"], language=facts["language"],
        organisation_id=place.id if place else None, site_role=SITE_ROLES[facts["site_role"]])
    with db.transaction():
        person.password, person.phone = password, facts["phone"]
    return person


def are_there() -> bool:
    """Whether the demonstration was loaded before."""
    [file] = content("people.toml")
    first = file["people"][0]["email"]
    return db.session.scalar(select(Person.id).where(Person.email == first)) is not None

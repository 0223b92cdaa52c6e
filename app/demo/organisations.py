"""The organisations of the demonstration, and the plans that municipalities have adopted there. All invented."""

from sqlalchemy import select

from app.database import db
from app.demo.script import Facts, Script, content, moment
from app.networks import service
from app.networks.models import Organisation, OrganisationKind
from app.networks.service import About
from app.permissions import SYSTEM
from app.plans import service as plans
from app.plans.models import PlanKind


def load(script: Script) -> None:
    """What the registers do not know, and what their counties offer."""
    [file] = content("organisations.toml")
    for facts in file["organisations"]:
        script.organisations[facts["name"]] = _county(facts) if "county" in facts else service.add_organisation(
            SYSTEM, About(facts["name"], OrganisationKind(facts["kind"]), facts["country"], facts["offers"],
                          active=facts.get("active", True)))


def load_plans(script: Script) -> None:
    """What councils adopted, and when it comes up again."""
    [file] = content("organisations.toml")
    for facts in file["plans"]:
        plans.add(SYSTEM, script.places[facts["municipality"]].id, plans.Facts(
            PlanKind(facts["kind"]), facts["title"], adopted_on=moment(facts["adopted_days_ago"]).date(),
            revise_on=moment(facts["revise_days_ago"]).date()))


def _county(facts: Facts) -> Organisation:
    country, _, code = facts["county"].partition("-")
    county = db.session.scalars(select(Organisation).where(
        Organisation.kind == OrganisationKind.COUNTY, Organisation.country == country,
        Organisation.code == code)).one()
    return service.edit_organisation(SYSTEM, county.id, About(
        county.name, county.kind, county.country, facts["offers"]))

"""What the people of the demonstration have done, and what others may ask them about."""

from datetime import timedelta
from typing import cast

from sqlalchemy import select

from app.curated import service as curated
from app.database import at, db
from app.demo.script import Facts, Script, content, items, moment
from app.directory import service as directory
from app.directory.models import ContactCard, LineKind, Shown
from app.examples import service as examples
from app.examples.fields import Fields
from app.examples.models import Example
from app.permissions import SYSTEM, Actor

SAME = ("title", "summary", "language", "measure_type", "status", "start_date", "end_date", "challenge", "objectives",
        "solution", "participants", "political_decision", "cost_amount", "currency", "funding", "resources_text",
        "results", "effects", "success_factors", "barriers", "transferability", "links", "keywords", "geo_character")
STAFF = "eli@ks.example"
WRITTEN = timedelta(days=30)  # before it was last confirmed


def load_examples(script: Script) -> None:
    """Each written by its contact, then as far through the review as the script says."""
    for facts in items("examples_*.json"):
        confirmed = moment(facts["last_verified_days_ago"])
        with at(confirmed - WRITTEN):
            example = examples.create(script.actor(facts["contact_person"]), _fields(script, facts))
            if facts["review_state"] != "draft":
                examples.submit(script.actor(facts["contact_person"]), example.id)
        if facts["review_state"] == "published":
            with at(confirmed):
                examples.publish(reviewer(script, facts), example.id)
                examples.confirm(script.actor(facts["contact_person"]), example.id)


def load_collections(script: Script) -> None:
    """What staff chose of them, by title."""
    for facts in items("collections.json"):
        found = curated.create(script.actor(STAFF), facts["title"], facts["words"])
        for chosen in facts["examples"]:
            example = db.session.scalars(select(Example.id).where(Example.title == chosen["title"])).one()
            curated.add(script.actor(STAFF), found.id, example, chosen["note"])


def reviewer(script: Script, facts: Facts) -> Actor:
    """Who published it: the coordinator for the network, staff for everybody else."""
    return script.actor(script.coordinators[facts["network"]] if facts["visibility"] == "network" else STAFF)


def _fields(script: Script, facts: Facts) -> Fields:
    same = {name: facts[name] for name in SAME if facts.get(name) is not None}
    return cast(Fields, {
        **same, "themes": list(script.theme_ids(facts["themes"])), "wanted_visibility": facts["visibility"],
        "municipalities": [script.places[code].id for code in facts["municipalities"]],
        "network_id": script.networks[facts["network"]].id, "contact_id": script.people[facts["contact_person"]].id})


def load_contacts(script: Script) -> None:
    """What each may be asked about, and answers to what is asked on every card."""
    [file] = content("people.toml")
    with db.transaction() as session:
        for facts in file["people"]:
            session.add(ContactCard(person_id=script.people[facts["email"]].id, ask_about=facts["ask_about"],
                                    of_record=facts.get("of_record", False),
                                    themes=[script.themes[key] for key in facts["themes"]]))
    [asked] = content("profile_fields.toml")
    for facts in asked["fields"]:
        field = directory.add_profile_field(SYSTEM, directory.Wanted(
            LineKind(facts["kind"]), facts["labels"], facts["helps"], widest=Shown(facts["widest"])))
        for email, answer in facts["answers"].items():
            directory.bring_card(SYSTEM, script.people[email].id, {field.id: answer})

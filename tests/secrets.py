"""Things of a network and a room, all with one rare word in them, for those who should not find it."""

import io
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, ClassVar

from flask import Flask
from sqlalchemy import select

from app import outbox
from app.accounts import service as accounts
from app.accounts.models import ApiToken, Invitation, Membership, SignIn
from app.accounts.session import actor_of
from app.curated import service as curated
from app.database import db, now
from app.demo.office import txt
from app.directory import service as directory
from app.directory.models import LineKind, ProfileField, ProfileLine, Shown
from app.examples import service as examples
from app.examples.exchange import service as imports
from app.files import pieces
from app.files import service as files
from app.followups import service as followups
from app.gatherings import service as gatherings
from app.goals import service as goals
from app.goals.models import Direction
from app.indicators import service as indicators
from app.indicators.choice import Choice
from app.indicators.importers import Row
from app.indicators.releasing import Origin
from app.leaving.models import OwnData
from app.memberships import service as memberships
from app.networks.models import Participation
from app.outbox import Job
from app.permissions import SYSTEM, Role
from app.plans import service as plans
from app.polls import service as polls
from app.previews import service as previews
from app.previews.page import Found
from app.rooms import service as rooms
from app.scheduled import service as scheduled
from app.search.models import SavedSearch
from app.sso.models import Identity
from tests import cast

WORD = "Kvitveissopp"
GONE = 2_000_000_000


@dataclass(frozen=True)
class Secrets:
    """What the arguments of addresses stand for."""

    by_name: dict[str, Any]
    # Names of what everybody who is signed in may open, or of words that go with another name.
    OPEN_NAMES: ClassVar[frozenset[str]] = frozenset({
        "filename", "code", "collection_id", "domain", "person_id", "organisation_id", "plan_id", "slug", "tab",
        "token", "way"})

    def missing(self) -> "Secrets":
        """The same addresses, of things that do not exist."""
        return replace(self, by_name={name: GONE if isinstance(value, int) else value
                                      for name, value in self.by_name.items()})


def plant(app: Flask, word: str = WORD) -> Secrets:
    """Anne and Dag leave traces of the word in a room and a network, and the worker has done its work."""
    anne, dag = actor_of(cast.person(cast.ANNE)), actor_of(cast.person(cast.DAG))
    room, network = cast.room(cast.CLIMATE), cast.network(cast.TELEMARK)
    indicators.load_catalogue(SYSTEM)
    indicators.import_figures(SYSTEM, [Row("no_population", "4012", 2020, 14000.0)], Origin(date(2026, 1, 1)))
    page = previews.keep(SYSTEM, f"https://kvit.example/{word}", Found(word, f"Alt om {word}."))
    card = indicators.make_card(anne, Choice("no_population", ["4012"], note=f"Om {word}"))
    file = files.upload(anne, f"{word}.txt", io.BytesIO(txt(f"Alt om {word} i skogen")))
    poll = polls.make(anne, polls.Facts(f"Hvor mye {word}?", ("Mye", "Lite")))
    posted = rooms.start_thread(anne, room.id, f"Hvem vet noe om {word} hos oss?", f"{word} i parken",
                                links=(f"card:{card.id}", f"poll:{poll.id}"), files=(file.id,))
    previews.put_beneath(SYSTEM, posted.message.id, page.id)
    agreed = followups.add(anne, posted.message.id, followups.Facts(f"Spør om {word}", anne.id or 0))
    later = scheduled.put_off(anne, scheduled.Facts(f"thread:{posted.thread.id}", f"Mer om {word}.",
                                                    now() + timedelta(days=5)))
    gathering = gatherings.create(dag, network.id, gatherings.Facts(
        f"Samling om {word}", now() + timedelta(days=9), now() + timedelta(days=10),
        agenda=(gatherings.Point(f"Befaring: {word}"),)))
    place = cast.person(cast.ANNE).organisation
    assert place
    example = examples.create(anne, {
        "title": f"{word} på taket", "summary": f"Slik fikk vi {word}.", "themes": [network.themes[0].id],
        "municipalities": [place.id], "network_id": network.id})
    examples.submit(anne, example.id)
    examples.publish(dag, example.id)
    eli = actor_of(cast.person(cast.ELI))
    collection = curated.create(eli, "Utvalgte eksempler")
    curated.add(eli, collection.id, example.id, f"Fordi det handler om {word}")
    plan = plans.add(anne, place.id, plans.Facts(plans.PlanKind.CLIMATE, "Klimaplan"))
    goal = goals.create(anne, place, network.id, goals.GoalFacts(
        f"Mer {word}", 2009, 2030, anne.id or 0, unit=word, direction=Direction.HIGHER, baseline_value=1,
        baseline_source=word, target_value=2))
    action = goals.add_action(anne, goal.id, goals.ActionFacts(f"Plante {word}"))
    goals.monitor(anne, goal.id, goals.MonitoringFacts(words=f"Nå vokser {word}"))
    bjorn = actor_of(cast.person(cast.BJORN))
    use = examples.say_used(bjorn, example.id, examples.Used(cast.person(cast.BJORN).organisation_id, story=word))
    memberships.invite(dag, network, role=Role.MEMBER)
    accounts.make_token(anne, word)
    with db.transaction() as session:
        session.add(SavedSearch(person_id=anne.id, name=WORD, address=f"/search?q={WORD}"))
        session.add(OwnData(person_id=anne.id, token="planted", ready_at=now()))
        session.add(SignIn(person_id=anne.id, token_hash="planted", device=word, seen_at=now()))
        session.add(Identity(person_id=anne.id, issuer="https://work.example", subject=word, seen_at=now()))
        session.add(Job(event="letter_written", handler="none", facts={"to": word}, tries=99))
    while outbox.run_due():
        pass
    asked = hidden_line(anne.id)
    return Secrets({
        "room_id": room.id, "thread_id": posted.thread.id, "message_id": posted.message.id, "network_id": network.id,
        "import_id": imports.upload(anne, f"{word}.csv", [[["Title", "Summary"], [word, word]]], network.id).id,
        "upload_id": pieces.begin_upload(anne, f"{WORD}.txt", 100).id, "file_id": file.id,
        "card_id": card.id, "preview_id": page.id, "gathering_id": gathering.id,
        "item_id": gathering.agenda[0].id,
        "example_id": example.id, "goal_id": goal.id, "action_id": action.id, "use_id": use.id,
        "collection_id": collection.id,
        "poll_id": poll.id, "scheduled_id": later.id, "followup_id": agreed.id,
        "key": f"message:{posted.message.id}", "place": f"thread:{posted.thread.id}", "person_id": anne.id,
        "membership_id": first(Membership.id, Membership.person_id == anne.id),
        "field_id": asked.id,
        "participation_id": first(Participation.id, Participation.network_id == network.id),
        "invitation_id": first(Invitation.id, Invitation.network_id == network.id),
        "saved_id": first(SavedSearch.id, SavedSearch.name == WORD),
        "data_id": first(OwnData.id, OwnData.token == "planted"),
        "identity_id": first(Identity.id, Identity.subject == word),
        "sign_in_id": first(SignIn.id, SignIn.token_hash == "planted"),
        "token_id": first(ApiToken.id, ApiToken.name == word), "job_id": first(Job.id, Job.tries == 99),
        "organisation_id": place.id, "plan_id": plan.id, "code": "4012", "domain": "no.example",
        "mapping_id": indicators.remember_mapping(SYSTEM, word, ["år"], {"year": "år"}).id,
        "filename": "img/mark.svg", "slug": "kvit", "tab": "files", "token": "no-such-token",
        "way": "next"})


def hidden_line(person_id: int) -> ProfileField:
    """What is asked for on every card, with an answer that only those of the same network may see."""
    asked = directory.add_profile_field(SYSTEM, directory.Wanted(LineKind.SHORT, {"nb": "Kan vise fram"}))
    with db.transaction() as session:
        session.add(ProfileLine(person_id=person_id, field_id=asked.id, text=f"{WORD} ved brygga", shown=Shown.NETWORK))
    return asked


def first(column: Any, *where: Any) -> Any:
    """The first of what there is."""
    return db.session.scalars(select(column).where(*where)).first()

"""What was said in the demonstration: every message in the order in which it was written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from app.database import at
from app.demo.files import file_ids
from app.demo.script import Facts, Script, items, moment
from app.indicators import service as indicators
from app.indicators.choice import Choice
from app.rooms import service as rooms
from app.rooms.models import ThreadKind

MENTION = re.compile(r"@\{([^}]+)\}")


@dataclass
class Spoken:
    """A message of the script, and the thread that it belongs to."""

    when: datetime
    thread: Facts
    index: int

    @property
    def facts(self) -> Facts:
        message: Facts = self.thread["messages"][self.index]
        return message


def load(script: Script, progress: Callable[[int], None]) -> None:
    """Say all of it. PROGRESS is told how many messages were said."""
    threads = items("threads_*.json")
    spoken = [Spoken(moment(one["days_ago"], one["time"]), thread, index)
              for thread in threads for index, one in enumerate(thread["messages"])]
    for one in sorted(spoken, key=lambda one: (one.when, one.index)):
        with at(one.when):
            _say(script, one)
        progress(1)


def _say(script: Script, spoken: Spoken) -> None:
    thread, facts = spoken.thread, spoken.facts
    actor, body = script.actor(facts["author"]), _named(script, facts["body"])
    first = (body.rstrip(".!") + " …") if facts.get("edited") else body
    cards = tuple(f"card:{_card(script, facts['author'], card)}" for card in facts.get("cards", []))
    files = file_ids(script, facts["author"], facts.get("files", []))
    key = str(uuid5(NAMESPACE_URL, f"livskraft:{thread['room']}:{thread['title']}:{spoken.index}"))
    if spoken.index == 0:
        posted = rooms.start_thread(actor, script.rooms[thread["room"]].id, first, thread["title"],
                                    ThreadKind(thread["kind"]), key, cards, files)
        thread["id"] = posted.thread.id
    else:
        posted = rooms.post_message(actor, thread["id"], first, key, cards, files)
    if facts.get("edited"):
        with at(spoken.when + timedelta(minutes=7)):
            rooms.edit_message(actor, posted.message.id, body)
    for emoji, people in facts.get("reactions", {}).items():
        for email in people:
            rooms.react(script.actor(email), posted.message.id, emoji)
    if thread.get("pinned_by") and spoken.index == 0:
        rooms.pin_thread(script.actor(thread["pinned_by"]), thread["id"], True)
    if thread.get("answer") == spoken.index:
        rooms.mark_answer(script.actor(thread["author"]), thread["id"], posted.message.id)


def _named(script: Script, body: str) -> str:
    def name(found: re.Match[str]) -> str:
        person = script.people[found[1]]
        return f"@[{person.name}](person:{person.id})"
    return MENTION.sub(name, body)


def _card(script: Script, email: str, facts: Facts) -> int:
    return indicators.make_card(script.actor(email), Choice(
        facts["indicator"], tuple(facts["municipalities"]), facts["from"], facts["to"], facts["note"],
        compare=_circle(script, facts), measures=facts.get("measures", False))).id


def _circle(script: Script, facts: Facts) -> str:
    """Whom the card compares with: a network by its name, or as Choice has it."""
    compare: str = facts.get("compare", "")
    named = next((one for one in script.networks.values() if one.name == compare), None)
    return f"network:{named.id}" if named else compare

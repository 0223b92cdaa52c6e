"""Who is looking at a room just now. It is worked out from who listens, kept nowhere, and may be lost.

A page that somebody looks at listens in `here:ROOM` besides `room:ROOM`: who may not hear a room any more is not
in it either. With several processes each tells the others whom it has, and forgets a process that has fallen silent.
"""

import time
from collections.abc import Mapping
from typing import Any

from app import live
from app.live import socketio
from app.permissions import SYSTEM
from app.rooms import queries
from app.rooms.models import CHANNEL

HERE = "here:{}"
NAMED = 20  # of those who are there; of more, only that they are more
SILENCE = 20.0  # seconds after which another process is taken for gone
REPEATED = 5  # beats after which the others are told again, though nothing has changed
Present = dict[int, set[int]]  # room -> people
_elsewhere: dict[str, tuple[float, Present]] = {}  # process -> when it said so, and what


def here() -> Present:
    """Whom the pages of this process show. Somebody with several pages is there once."""
    channels = live.channels()
    whose = {page: int(name.removeprefix("person:")) for name, pages in channels.items()
             if name.startswith("person:") for page in pages}
    rooms = [int(name.removeprefix("here:")) for name in channels if name.startswith("here:")]
    return {room: {whose[page] for page in channels[HERE.format(room)] & channels.get(CHANNEL.format(room), set())
                   if page in whose} for room in rooms}


def everywhere() -> Present:
    """The same of all processes."""
    found = here()
    for process, (when, rooms) in list(_elsewhere.items()):
        if time.monotonic() - when > SILENCE:
            _elsewhere.pop(process, None)
            continue
        for room, people in rooms.items():
            found.setdefault(room, set()).update(people)
    return found


def heard(process: str, rooms: Mapping[str, list[int]]) -> None:
    """Another process has said whom it has."""
    _elsewhere[process] = time.monotonic(), {int(room): set(people) for room, people in rooms.items()}


live.ORDERS["present"] = heard


class Teller:
    """Tells pages who is there, and other processes too: at each beat what has changed since the one before."""

    def __init__(self) -> None:
        self.beats = 0
        self.passed_on: Present = {}
        self.told: dict[int, dict[str, Any]] = {}  # room -> what its pages were told

    def beat(self) -> None:
        """Look, and tell what is new."""
        mine = here()
        if mine != self.passed_on or self.beats % REPEATED == 0:
            live.pass_on("present", live.PROCESS, {str(room): sorted(people) for room, people in mine.items()})
        self.passed_on, self.beats = mine, self.beats + 1
        now = told(everywhere())
        for room in self.told.keys() | now.keys():
            if now.get(room) != self.told.get(room):
                socketio.emit(  # type: ignore[call-arg]  # the stubs leave the last one out
                    "presence", now.get(room, nobody(room)), to=CHANNEL.format(room), ignore_queue=True)
        self.told = now


def nobody(room: int) -> dict[str, Any]:
    """An empty room."""
    return {"room": room, "people": [], "count": 0}


def told(present: Present) -> dict[int, dict[str, Any]]:
    """What the pages of each room are told: who lets others see it, by name, and how many they are."""
    shown = queries.shown_present(SYSTEM, {person for people in present.values() for person in people})
    found = {}
    for room, people in present.items():
        names = sorted((shown[person], person) for person in people if person in shown)
        found[room] = {"room": room, "count": len(names),
                       "people": [{"id": person, "name": name} for name, person in names[:NAMED]]}
    return {room: facts for room, facts in found.items() if facts["count"]}

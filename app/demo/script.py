"""The demonstration's script: what is in app/demo/content, and who and what is already on stage."""

import json
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from app.accounts.models import Person
from app.accounts.session import actor_of
from app.files.models import File
from app.i18n import ZONE
from app.networks.models import Network, Organisation, Theme
from app.permissions import Actor
from app.rooms.models import Room

CONTENT = Path(__file__).parent / "content"
Facts = dict[str, Any]


def content(pattern: str) -> list[Any]:
    """What the files that match PATTERN hold, in the order of their names."""
    return [tomllib.loads(path.read_text()) if path.suffix == ".toml" else json.loads(path.read_text())
            for path in sorted(CONTENT.glob(pattern))]


def items(pattern: str) -> list[Facts]:
    """The same where each file is a list: one list."""
    return [item for file in content(pattern) for item in file]


@dataclass
class Script:
    """Everything that was brought on stage, by the names that the content uses."""

    places: dict[str, Organisation]
    themes: dict[str, Theme]
    organisations: dict[str, Organisation] = field(default_factory=dict)  # those that are no municipalities, by name
    people: dict[str, Person] = field(default_factory=dict)
    networks: dict[str, Network] = field(default_factory=dict)
    coordinators: dict[str, str] = field(default_factory=dict)  # network -> e-mail
    rooms: dict[str, Room] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)

    def actor(self, email: str) -> Actor:
        """One of the people, with the rights they have now."""
        return actor_of(self.people[email])

    def theme_ids(self, keys: list[str]) -> tuple[int, ...]:
        """The themes by key."""
        return tuple(self.themes[key].id for key in keys)


def moment(days_ago: int, clock: str = "09:00") -> datetime:
    """So many days before the real today (negative: to come), at CLOCK in Norway."""
    day = datetime.now(ZONE).date() - timedelta(days=days_ago)
    return datetime.combine(day, time.fromisoformat(clock), ZONE)

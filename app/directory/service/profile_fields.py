"""What administrators ask for on every contact card, beside what all cards have."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select

from app import outbox
from app.database import db, now
from app.directory import queries
from app.directory.models import LineKind, ProfileField, Shown
from app.permissions import Actor, Can, require_site


@dataclass(frozen=True)
class Wanted:
    """What is asked for. LABELS and HELPS are by language, one label at least; CHOICES are those of a CHOICE."""

    kind: LineKind
    labels: Mapping[str, str]
    helps: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    widest: Shown = Shown.MEMBERS


def add_profile_field(actor: Actor, wanted: Wanted) -> ProfileField:
    """Ask for one thing more, after all others."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        last = session.scalar(select(func.max(ProfileField.position))) or 0
        made = ProfileField(kind=wanted.kind, position=last + 1)
        _describe(made, wanted)
        session.add(made)
        session.flush()
        return made


def edit_profile_field(actor: Actor, field_id: int, wanted: Wanted) -> ProfileField:
    """Other words, another order of choices, fewer who see it. Its kind stays: people have answered it."""
    with db.transaction():
        found = queries.profile_field(actor, field_id)
        _describe(found, wanted)
        _tell(found)
        return found


def set_retired(actor: Actor, field_id: int, retired: bool) -> ProfileField:
    """Ask and show it no more, or again. What people answered is kept for that."""
    with db.transaction():
        found = queries.profile_field(actor, field_id)
        found.retired_at = (found.retired_at or now()) if retired else None
        _tell(found)
        return found


def move_profile_field(actor: Actor, field_id: int, up: bool) -> ProfileField:
    """Let it change places with the one before it (UP) or after it."""
    with db.transaction():
        found, order = queries.profile_field(actor, field_id), list(queries.profile_fields(actor))
        at = order.index(found) if found in order else -1
        other = at + (-1 if up else 1)
        if at >= 0 and 0 <= other < len(order):
            order[at].position, order[other].position = order[other].position, order[at].position
        return found


def _describe(one: ProfileField, wanted: Wanted) -> None:
    one.labels, one.helps, one.widest = dict(wanted.labels), dict(wanted.helps), wanted.widest
    one.choices = list(wanted.choices) if one.kind == LineKind.CHOICE else []


def _tell(one: ProfileField) -> None:
    outbox.tell("profile_field_changed", field_id=one.id)

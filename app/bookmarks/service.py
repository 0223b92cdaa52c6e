"""Saving a thing for oneself, being reminded of it, and letting it go."""

from datetime import date

from flask_babel import lazy_gettext

from app import outbox
from app.bookmarks import queries
from app.bookmarks.models import Bookmark
from app.database import db, now
from app.errors import Conflict, Invalid
from app.permissions import SYSTEM, Actor

MOST = queries.MOST


def save(actor: Actor, key: str, remind_on: date | None = None) -> Bookmark:
    """Save the thing KEY; once more with another day, or none, changes the reminder.

    Raise Missing for what ACTOR may not read, Invalid for a day that has passed, Conflict when the list is full.
    """
    with db.transaction() as session:
        mark = queries.thing(actor, key).mark
        if remind_on and remind_on < now().date():
            raise Invalid(errors={"remind_on": lazy_gettext("This day has passed.")})
        if mark.id is None and len(queries.saved(actor)) >= MOST:
            raise Conflict(lazy_gettext("Your list is full. Take something off it first."))
        if mark.id is None or mark.remind_on != remind_on:
            mark.remind_on, mark.reminded_at = remind_on, None
        session.add(mark)
    return mark


def remove(actor: Actor, key: str) -> None:
    """Take it off the list."""
    with db.transaction() as session:
        if mark := queries.mark_of(actor, key):
            session.delete(mark)


def remind(actor: Actor) -> int:
    """Let those be written to whose day has come, once each. Return of how many things. Only Livskraft does this."""
    assert actor == SYSTEM
    with db.transaction():
        marks = queries.due(actor)
        for mark in marks:
            mark.reminded_at = now()
        for person_id in {mark.person_id for mark in marks}:
            outbox.tell("reminders_due", person_id=person_id,
                        keys=[mark.key for mark in marks if mark.person_id == person_id])
    return len(marks)

"""Bringing in examples from files: kept as they were read, judged, then made drafts of whoever brings them.

What is brought in twice is kept once; what was refused is told, row by row.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from flask_babel import gettext, lazy_gettext
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app import outbox
from app.database import db, now
from app.errors import AppError, Conflict, Denied, Invalid, Missing
from app.examples import service as examples
from app.examples.exchange.desk import Desk
from app.examples.exchange.rows import Outcome, Row, rows_of, stored
from app.examples.fields import Fields
from app.examples.models import ExampleUpload
from app.files.tables import Sheet
from app.permissions import Actor, require_site

BATCH = 50  # rows in one transaction: others write meanwhile
AT_ONCE = 100  # rows that one waits for; more are the worker's
KEPT = timedelta(days=30)
MOST_OWN, MOST = 200, 20_000  # rows, for a member and for those who look after many
Progress = Callable[[Outcome], None]


def upload(actor: Actor, name: str, sheets: list[Sheet], network_id: int | None) -> ExampleUpload:
    """Keep the rows of a file, to be looked at before they come in. Raise Invalid where there are none or too many."""
    writes(actor)
    rows = rows_of(sheets)
    most = MOST if actor.is_staff or actor.coordinates else MOST_OWN
    if len(rows) > most:
        raise Invalid(errors={"file": lazy_gettext("At most %(limit)s rows at once, please.", limit=most)})
    with db.transaction() as session:
        kept = ExampleUpload(author_id=actor.id, name=name[:200], network_id=network_id,
                             rows=[{"number": row.number, "cells": row.cells} for row in rows])
        session.add(kept)
    return kept


def uploaded(actor: Actor, upload_id: int) -> ExampleUpload:
    """One's own file. Raise Missing for others'."""
    require_site(actor)
    found = db.session.get(ExampleUpload, upload_id)
    if found is None or found.author_id != actor.id:
        raise Missing
    return found


def begin(actor: Actor, upload_id: int, publish: bool, base_url: str) -> ExampleUpload:
    """Bring its rows in, at once or by the worker; PUBLISH what comes in, if one is staff."""
    with db.transaction():
        found = uploaded(actor, upload_id)
        if publish and not actor.is_staff:
            raise Denied
        if found.begun_at:
            raise Conflict(lazy_gettext("This file is being brought in already."))
        found.begun_at, found.publish = now(), publish
        outbox.tell("examples_uploaded", upload_id=found.id)
    if len(found.rows) <= AT_ONCE:
        go_on(actor, upload_id, base_url)
    return found


def go_on(actor: Actor, upload_id: int, base_url: str) -> bool:
    """Bring in what is left of it, a batch at a time. Whether there was anything."""
    desk, left = None, False
    while True:
        with db.transaction():
            found = uploaded(actor, upload_id)
            if found.ended_at:
                return left
            desk = desk or Desk(actor, found.network_id, base_url)
            rows = stored(found)[found.done:found.done + BATCH]
            told = [bring_row(actor, desk, row, found.publish) for row in rows]
            found.done += len(rows)
            found.report = [*found.report, *(one.as_json() for one in told if one.state != "new")]
            if found.done >= len(found.rows):
                found.ended_at = now()
            left = True


def bring(actor: Actor, rows: Sequence[Row], network_id: int | None, publish: bool, strict: bool, base_url: str,
          progress: Progress) -> list[Outcome]:
    """Bring ROWS in while somebody waits, telling PROGRESS each. STRICT: all, or nothing."""
    writes(actor)
    desk = Desk(actor, network_id, base_url)
    if strict:
        return _all_or_nothing(actor, desk, rows, publish, progress)
    found: list[Outcome] = []
    for start in range(0, len(rows), BATCH):
        with db.transaction():
            found += _told(actor, desk, rows[start:start + BATCH], publish, progress)
    return found


def _all_or_nothing(actor: Actor, desk: Desk, rows: Sequence[Row], publish: bool, progress: Progress) -> list[Outcome]:
    found: list[Outcome] = []
    try:
        with db.transaction():
            found = _told(actor, desk, rows, publish, progress)
            if any(one.state == "refused" for one in found):
                raise Invalid
    except Invalid:
        pass  # nothing came in; FOUND says why
    return found


def _told(actor: Actor, desk: Desk, rows: Sequence[Row], publish: bool, progress: Progress) -> list[Outcome]:
    found = []
    for row in rows:
        found.append(bring_row(actor, desk, row, publish))
        progress(found[-1])
    return found


def bring_row(actor: Actor, desk: Desk, row: Row, publish: bool) -> Outcome:
    """Make an example of ROW, inside the open transaction, if it is new and nothing is wrong with it."""
    outcome, fields = desk.judged(row)
    if fields is None:
        return outcome
    try:
        with db.session.begin_nested():
            _make(actor, fields, row.key, publish)
    except IntegrityError:
        outcome.state, outcome.words = "there", [gettext("It came in by another way at the same moment.")]
    except AppError as refusal:
        outcome.state, outcome.words = "refused", [str(one) for one in (
            getattr(refusal, "errors", {}).values() or [refusal.title])]
    return outcome


def _make(actor: Actor, fields: Fields, key: str, publish: bool) -> None:
    example = examples.create(actor, fields)
    example.import_key = key
    db.session.flush()
    if publish:
        examples.submit(actor, example.id)
        examples.publish(actor, example.id)


def forget_old(actor: Actor) -> None:
    """Let files go that were sent in long ago; what came of them stays."""
    with db.transaction() as session:
        session.execute(delete(ExampleUpload).where(ExampleUpload.created_at < now() - KEPT))


def writes(actor: Actor) -> None:
    """Raise Denied for one who may write no examples: a guest, or a member of nothing."""
    require_site(actor)
    if not actor.networks() and not actor.is_staff:
        raise Denied

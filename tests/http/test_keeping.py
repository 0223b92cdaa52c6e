"""What is kept how long, and who saw what."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import EmailLink, SignIn
from app.admin import keeping, service
from app.admin.jobs import sweep_letters
from app.admin.models import Access
from app.database import at, db, now
from app.permissions import SYSTEM
from app.rooms.models import Draft
from tests import cast
from tests.pages import letters
from tests.talk import asked

Browser = Callable[[str | None], FlaskClient]
OPERATE = Path(__file__).parents[2] / "docs" / "operate.md"


def seen_by(email: str) -> list[tuple[str, int | None, int | None]]:
    rows = db.session.execute(select(Access.what, Access.person_id, Access.room_id).where(
        Access.reader_id == cast.person(email).id).order_by(Access.id))
    return [tuple(row) for row in rows]  # type: ignore[misc]  # three columns


def test_who_sees_personal_data_of_others_is_written_down_once_a_day(browser_of: Browser) -> None:
    bjorn, anne = browser_of(cast.BJORN), cast.person(cast.ANNE).id
    for path in (f"/people/{anne}", f"/people/{anne}", f"/people/{anne}.vcf", "/contacts/addresses",
                 f"/people/{cast.person(cast.BJORN).id}", "/people/999999"):
        bjorn.get(path)
    assert seen_by(cast.BJORN) == [("profile", anne, None), ("card", anne, None), ("addresses", None, None)]
    with at(now() + timedelta(days=1)):
        bjorn.get(f"/people/{anne}")
    assert len(seen_by(cast.BJORN)) == 4


def test_staff_who_read_a_room_of_others_are_written_down_and_its_members_are_not(browser_of: Browser) -> None:
    thread, room = asked().id, cast.room(cast.CLIMATE).id
    for who in (cast.ELI, cast.BJORN, cast.CARIN):
        browser_of(who).get(f"/threads/{thread}")
        browser_of(who).get(f"/rooms/{room}")
    assert [seen_by(who) for who in (cast.ELI, cast.BJORN, cast.CARIN)] == [[("room", None, room)], [], []]


def test_administrators_see_who_saw_what_page_by_page(browser_of: Browser) -> None:
    browser_of(cast.BJORN).get(f"/people/{cast.person(cast.ANNE).id}")
    frode = browser_of(cast.FRODE)
    assert "Bjørn Dahl: the profile – Anne Berg" in frode.get("/admin/access").text
    assert "Anne Berg" in frode.get("/admin/access?q=bjø").text
    assert "Anne Berg" not in frode.get("/admin/access?q=carin").text
    with db.transaction() as session:
        session.add_all(Access(reader_id=cast.person(cast.DAG).id, what="rights", day=now().date()) for _ in range(60))
    assert "Anne Berg" in frode.get("/admin/access?page=2").text
    assert frode.get("/admin/access?page=99999999").status_code == 200
    assert [browser_of(who).get("/admin/access").status_code for who in (None, cast.DAG, cast.ELI)] == [302, 403, 403]


def test_what_was_kept_long_enough_goes_and_nothing_else(stage: Flask, browser_of: Browser, tmp_path: Path) -> None:
    anne = cast.person(cast.ANNE).id
    browser_of(cast.ANNE)
    with db.transaction() as session:
        session.add(EmailLink(person_id=anne, token_hash="x", expires_at=now()))
        session.add(SignIn(person_id=anne, token_hash="old", seen_at=now(), ended_at=now()))
        session.add(Draft(person_id=anne, place="room:1", body="Later", updated_at=now()))
        session.add(Access(reader_id=anne, what="rights", day=now().date()))
    letter = tmp_path / "a.eml"
    letter.write_text("Hello")
    assert sum(service.sweep(SYSTEM).values()) == 0
    with at(now() + timedelta(days=2)):
        assert {what for what, number in service.sweep(SYSTEM).items() if number} == {"links to sign in by"}
    with at(now() + timedelta(days=366)):
        service.sweep(SYSTEM)
        sweep_letters(tmp_path)
    kept = [db.session.scalar(select(func.count()).select_from(one)) for one in (EmailLink, SignIn, Draft, Access)]
    assert kept == [0, 0, 0, 0] and not letter.exists()


def test_an_account_that_nobody_uses_is_warned_and_then_closed(stage: Flask, browser_of: Browser) -> None:
    letters(stage)
    with at(now() + keeping.UNUSED + timedelta(days=1)):
        assert service.close_unused(SYSTEM) == 0
        told = {letter.splitlines()[0] for letter in letters(stage)}
        with db.transaction():
            cast.person(cast.BJORN).last_seen_at = now() + timedelta(days=1)
    assert {cast.ANNE, cast.BJORN} <= told and cast.FRODE not in told
    with at(now() + keeping.UNUSED + keeping.WARNED + timedelta(days=2)):
        assert service.close_unused(SYSTEM) > 0
        assert service.close_unused(SYSTEM) == 0
    assert [cast.person(who).active for who in (cast.ANNE, cast.BJORN, cast.FRODE)] == [False, True, True]


@pytest.mark.parametrize("rule", keeping.RULES, ids=lambda rule: rule.what)
def test_what_is_kept_how_long_stands_in_the_documentation(rule: keeping.Rule) -> None:
    assert f"| {rule.what} | {rule.days} days |" in OPERATE.read_text()

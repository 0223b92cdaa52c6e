"""What a municipality wants to reach: the baseline stays, the path is judged by a rule, nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.session import actor_of
from app.database import db
from app.errors import Conflict, Invalid, Missing
from app.goals import queries, service
from app.goals.facts import ActionFacts, GoalFacts, MonitoringFacts
from app.goals.models import ActionStatus, Direction, Goal
from app.i18n import today
from app.indicators.models import SnapshotCard
from app.permissions import SYSTEM, Actor
from tests import cast
from tests.goals import HALVED, goal, place_of
from tests.http.test_indicators import CODE, PER_INHABITANT, bring_in, figured
from tests.pages import letters, selects, send

__all__ = ["figured"]
Browser = Callable[[str | None], FlaskClient]
Who = Callable[[str], Actor]
pytestmark = pytest.mark.usefixtures("figured")
LIST, FORM = "/municipalities/4012/goals", "/municipalities/4012/goals/new"
TYPED = {"title": "Halve the emissions", "indicator": CODE, "baseline_year": "2009", "target_year": "2030",
         "target_percent": "50", "visibility": "network"}


def typed(**changes: str) -> dict[str, str]:
    """The form as Anne fills it in, with CHANGES."""
    return {**TYPED, "contact_id": str(cast.person(cast.ANNE).id), **changes}


def test_a_contact_writes_a_goal_and_the_baseline_comes_from_the_statistics(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    assert "Write the first goal" in anne.get(LIST).text
    there = send(anne, FORM, FORM, **typed())
    assert there.status_code == 303
    page = anne.get(there.headers["Location"]).text
    assert "Halve the emissions" in page and "4.9 (2009) → 2.4 (2030)" in page and "Miljødirektoratet" in page
    assert "fetched 22" in page and "<svg" in page and "The path is the straight line" in page
    assert "Halve the emissions" in anne.get(LIST).text


def test_newer_figures_change_what_is_now_and_never_the_baseline(browser_of: Browser) -> None:
    made = goal()
    assert made.baseline_value == pytest.approx(PER_INHABITANT)
    before = queries.series(SYSTEM, [made])[made.id][2024]
    bring_in("4012")
    assert queries.series(SYSTEM, [made])[made.id][2024] != before
    service.edit(who(cast.ANNE), made.id, facts_of(made, title="Otherwise"), made.version)
    assert (made.title, made.baseline_value) == ("Otherwise", pytest.approx(PER_INHABITANT))


def test_what_nobody_counts_has_a_unit_a_value_and_a_source(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    own = typed(indicator="", unit="charging points", direction="higher", baseline_value="4", target_percent="",
                target_value="40", baseline_source="We counted")
    for missing in ("unit", "direction", "baseline_value", "baseline_source"):
        assert send(anne, FORM, FORM, **{**own, missing: ""}).status_code == 422
    there = send(anne, FORM, FORM, **own).headers["Location"]
    assert "4 (2009) → 40 (2030)" in anne.get(there).text
    assert "Make a card of it" not in anne.get(there).text
    assert send(anne, f"{there}/card", there).status_code == 422


@pytest.mark.parametrize(("field", "value"), [
    ("title", ""), ("title", "x" * 201), ("target_year", "99999"), ("target_year", "soon"), ("target_year", "2009"),
    ("target_year", "1999"), ("baseline_year", "1990"), ("baseline_year", "2031"), ("baseline_year", ""),
    ("target_percent", "1e308"), ("target_percent", "0"), ("target_percent", "-50"), ("target_percent", ""),
    ("target_value", "2"), ("baseline_value", "nan"), ("baseline_value", "5"), ("indicator", "no_such"),
    ("indicator", "se_n00401"), ("contact_id", "999999"), ("contact_id", ""), ("plan_id", "77"), ("deputy_id", "x"),
    ("begins_on", "some day")])
def test_what_cannot_be_a_goal_comes_back_with_what_was_typed(browser_of: Browser, field: str, value: str) -> None:
    answer = send(browser_of(cast.ANNE), FORM, FORM, **typed(about="We know why", **{field: value}))
    assert answer.status_code == 422 and "We know why" in answer.text
    assert 'aria-invalid="true"' in answer.text and "Something is missing or not right" in answer.text
    assert db.session.query(Goal).count() == 0


def test_a_target_worse_than_the_baseline_is_a_slip(browser_of: Browser) -> None:
    answer = send(browser_of(cast.ANNE), FORM, FORM, **typed(target_percent="", target_value="9"))
    assert answer.status_code == 422 and "worse than the baseline" in answer.text


def test_of_two_who_edit_at_once_the_second_is_told_and_loses_nothing(browser_of: Browser, actor: Who) -> None:
    made = goal()
    anne, path = browser_of(cast.ANNE), f"/goals/{made.id}/edit"
    service.edit(actor(cast.DAG), made.id, facts_of(made, title="Dag was first"), 1)
    answer = send(anne, path, path, **typed(title="Anne came later", version="1"))
    assert answer.status_code == 409
    assert "Anne came later" in answer.text and "Dag was first" in answer.text and 'value="2"' in answer.text
    assert send(anne, path, path, **typed(title="Both", version="2")).status_code == 303
    assert queries.goal(actor(cast.ANNE), made.id).title == "Both"


def test_two_who_edit_an_action_at_once_likewise(browser_of: Browser, actor: Who) -> None:
    made = service.add_action(actor(cast.ANNE), goal().id, ActionFacts("Electric vans"))
    service.edit_action(actor(cast.DAG), made.id, ActionFacts("Electric cars"), 1)
    with pytest.raises(Conflict):
        service.edit_action(actor(cast.ANNE), made.id, ActionFacts("Electric boats"), 1)
    path = f"/goals/actions/{made.id}/edit"
    answer = send(browser_of(cast.ANNE), path, path, title="Electric boats", status="planned", version="1")
    assert answer.status_code == 409 and "Electric boats" in answer.text and "Electric cars" in answer.text


@pytest.mark.parametrize(("who", "reads", "writes"), [
    (cast.BJORN, 200, 403), (cast.ELI, 200, 403), (cast.DAG, 200, 200), (cast.FRODE, 200, 200),
    (cast.CARIN, 404, 404), (cast.HILDE, 404, 404), (cast.GRO, 404, 404)])
def test_neighbours_read_and_only_the_municipality_and_its_coordinator_write(
        browser_of: Browser, actor: Who, who: str, reads: int, writes: int) -> None:
    made, browser = goal(), browser_of(who)
    action = service.add_action(actor(cast.ANNE), made.id, ActionFacts("Electric vans"))
    assert browser.get(made.path).status_code == reads
    for path in (f"{made.path}/edit", f"{made.path}/actions/new", f"{made.path}/monitoring/new",
                 f"/goals/actions/{action.id}/edit"):
        assert browser.get(path).status_code == writes
    if writes != 200:
        for path in (f"{made.path}/edit", f"{made.path}/remove", f"{made.path}/actions/new",
                     f"{made.path}/monitoring/new", f"/goals/actions/{action.id}/remove"):
            assert send(browser, path, "/settings", title="Mine now").status_code == writes


def test_a_public_goal_is_read_by_all_who_are_signed_in_and_written_by_nobody_else(browser_of: Browser) -> None:
    made, carin = goal(public=True), browser_of(cast.CARIN)
    assert carin.get(made.path).status_code == 200 and "Halve the emissions" in carin.get(LIST).text
    assert send(carin, f"{made.path}/remove", "/settings").status_code == 403
    hidden = goal(title="For neighbours")
    assert "For neighbours" not in carin.get(LIST).text and carin.get(hidden.path).status_code == 404


def test_nobody_shares_a_goal_of_another_municipality_or_with_another_network(browser_of: Browser, actor: Who) -> None:
    assert browser_of(cast.BJORN).get(FORM).status_code == 403
    with pytest.raises(Missing):
        service.create(actor(cast.ANNE), place_of(cast.ANNE), cast.network(cast.NORR).id, HALVED)


def test_what_is_removed_is_brought_back_whole(browser_of: Browser, actor: Who) -> None:
    made, anne = goal(), browser_of(cast.ANNE)
    action = service.add_action(actor(cast.ANNE), made.id, ActionFacts("Electric vans"))
    there = send(anne, f"{made.path}/remove", made.path).headers["Location"]
    assert "Undo" in anne.get(there).text
    assert anne.get(made.path).status_code == 404 and "Halve" not in anne.get(LIST).text
    assert anne.get(f"/goals/actions/{action.id}/edit").status_code == 404
    assert browser_of(cast.BJORN).get(there).status_code == 403
    send(anne, f"{made.path}/restore", there)
    assert "Electric vans" in anne.get(made.path).text
    there = send(anne, f"/goals/actions/{action.id}/remove", made.path).headers["Location"]
    assert "Electric vans" not in anne.get(made.path).text
    send(anne, f"/goals/actions/{action.id}/restore", there)
    assert "Electric vans" in anne.get(made.path).text


def test_actions_say_who_when_how_much_and_what_comes_of_it(browser_of: Browser) -> None:
    made, anne = goal(), browser_of(cast.ANNE)
    path = f"{made.path}/actions/new"
    right = {"title": "Electric vans", "status": "under_way", "responsible": "Home care", "from_year": "2024",
             "to_year": "2026", "cost": "1 850 000", "effect": "0,1", "about": "Leased"}
    for field, value in (("title", " "), ("from_year", "99999"), ("to_year", "2023"), ("cost", "-1"),
                         ("cost", "1e308"), ("effect", "much"), ("example_id", "4711")):
        answer = send(anne, path, path, **{**right, field: value})
        assert answer.status_code == 422 and "Leased" in answer.text, field
    send(anne, path, path, **right)
    page = anne.get(made.path).text
    for words in ("Electric vans", "Under way", "Home care", "2024–2026", "1,850,000", "expected: 0.1 a year"):
        assert words in page, words


def test_monitoring_keeps_the_newest_figure_the_words_and_how_far_the_actions_were(
        browser_of: Browser, actor: Who) -> None:
    made, anne = goal(begins=date(2024, 1, 1)), browser_of(cast.ANNE)
    action = service.add_action(actor(cast.ANNE), made.id, ActionFacts("Electric vans"))
    path = f"{made.path}/monitoring/new"
    assert "the newest figure of the statistics is taken" in anne.get(path).text
    send(anne, path, path, words="Slow, but it goes.", **{f"status-{action.id}": "done"})
    page = anne.get(made.path).text
    assert "Slow, but it goes." in page and "Electric vans: Done" in page
    [found] = queries.goal(actor(cast.ANNE), made.id).monitorings
    assert (found.year, found.statuses[0]["status"]) == (2024, "done") and found.release_id
    before = found.value
    bring_in("4012")
    service.edit_action(actor(cast.ANNE), action.id, ActionFacts("Vans", status=ActionStatus.STOPPED), 1)
    db.session.expire_all()
    assert found.value == before and found.statuses[0] == {"action": action.id, "title": "Electric vans",
                                                           "status": "done"}


@pytest.mark.parametrize(("field", "value"), [
    ("value", "1e308"), ("value", "many"), ("year", "2099"), ("year", "99999"), ("year", "1960"),
    ("source", "x" * 201)])
def test_what_nobody_can_have_found_comes_back(browser_of: Browser, field: str, value: str) -> None:
    path = f"{goal().path}/monitoring/new"
    right = {"value": "", "year": "", "source": "", "words": "We looked"}
    answer = send(browser_of(cast.ANNE), path, path, **{**right, field: value})
    assert answer.status_code == 422 and "We looked" in answer.text


def test_a_value_of_ones_own_needs_its_year_and_source_and_fills_the_gaps(browser_of: Browser, actor: Who) -> None:
    made, anne = actor_goal(), actor(cast.ANNE)
    for half in (MonitoringFacts(value=12), MonitoringFacts(value=12, year=2025), MonitoringFacts()):
        with pytest.raises(Invalid):
            service.monitor(anne, made.id, half)
    service.monitor(anne, made.id, MonitoringFacts(value=12, year=2025, source="We counted"))
    assert queries.series(anne, [made])[made.id] == {2025: 12}


def test_monitoring_falls_due_every_second_year_and_with_a_value_every_fourth(actor: Who) -> None:
    made, anne = actor_goal(begins=date(2024, 2, 29)), actor(cast.ANNE)
    assert made.due_on == date(2026, 2, 28) and not made.full_due
    service.monitor(anne, made.id, MonitoringFacts(words="On we go"))
    assert made.due_on == today().replace(year=today().year + 2) and made.full_due


def test_who_answers_gets_a_letter_when_it_is_due_and_the_others_when_it_is_late(
        stage: Flask, actor: Who) -> None:
    letters(stage)
    two_years_ago = today() - timedelta(days=2 * 365)
    soon = goal(begins=two_years_ago + timedelta(days=20), deputy_id=cast.person(cast.DAG).id)
    late = goal(begins=two_years_ago - timedelta(days=40), title="Long ago")
    service.remind_all(SYSTEM)
    sent = letters(stage)
    assert sorted((one.splitlines()[0], soon.title in one) for one in sent) == sorted([
        (cast.ANNE, True), (cast.ANNE, False), (cast.DAG, False)])
    assert any(f"{late.path}/monitoring/new" in one for one in sent)
    service.remind_all(SYSTEM)
    assert letters(stage) == []


def test_who_may_not_read_a_goal_any_more_gets_no_letter(stage: Flask) -> None:
    letters(stage)
    made = goal(begins=date(2020, 1, 1))
    made.contact_id = cast.person(cast.CARIN).id
    db.session.commit()
    service.remind_all(SYSTEM)
    assert [one.splitlines()[0] for one in letters(stage)] == [cast.DAG]


def test_a_card_of_it_is_one_click_and_carries_the_target(browser_of: Browser) -> None:
    made, anne = goal(), browser_of(cast.ANNE)
    there = send(anne, f"{made.path}/card", made.path).headers["Location"]
    card = db.session.get(SnapshotCard, int(there.rpartition("/")[2]))
    assert card and card.figures.target
    assert (card.figures.target.year, card.figures.target.value) == (2030, pytest.approx(PER_INHABITANT / 2))


def test_its_pages_cost_few_statements(browser_of: Browser, actor: Who) -> None:
    made, anne = goal(), browser_of(cast.ANNE)
    for number in range(4):
        service.add_action(actor(cast.ANNE), made.id, ActionFacts(f"Number {number}"))
        service.monitor(actor(cast.ANNE), made.id, MonitoringFacts(words="Seen"))
        goal(title=f"Goal {number}")
    for path in (made.path, LIST, f"{made.path}/edit"):
        with selects() as made_here:
            assert anne.get(path).status_code == 200
        assert len(made_here) <= 12, "\n\n".join(made_here)


def who(email: str) -> Actor:
    """Somebody of the cast."""
    return actor_of(cast.person(email))


def facts_of(made: Goal, title: str) -> GoalFacts:
    """What MADE says, with another TITLE."""
    return replace(HALVED, title=title, contact_id=made.contact_id or 0)


def actor_goal(begins: date | None = None) -> Goal:
    """A goal that no statistics know of."""
    return goal(begins=begins, indicator="", unit="points", direction=Direction.HIGHER, baseline_value=4,
                baseline_source="We counted", target_percent=None, target_value=40)

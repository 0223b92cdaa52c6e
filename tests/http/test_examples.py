"""Examples: written quickly, reviewed, published to a circle, kept true, and shown to nobody else."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from app import links
from app.database import db
from app.errors import Conflict, Denied, Invalid, Missing
from app.examples import queries, service
from app.examples.filters import Filters
from app.examples.models import Example, MeasureStatus
from app.indicators import service as indicators
from app.indicators.choice import Choice
from app.links import Place
from app.networks.models import State
from app.outbox import Job
from app.permissions import SYSTEM, Actor, Visibility
from app.rooms import service as rooms
from tests import cast
from tests.examples import draft, place, press, published, quick, theme

Browser = Callable[[str | None], FlaskClient]
Who = Callable[[str], Actor]
EVERYBODY = (cast.ANNE, cast.BJORN, cast.DAG, cast.ELI, cast.CARIN, cast.GRO, cast.HILDE, None)


def seen_by(browser_of: Browser, example: Example) -> set[str | None]:
    """Who gets to see the page of EXAMPLE."""
    return {who for who in EVERYBODY if browser_of(who).get(example.path).status_code == 200}


def test_a_draft_is_its_authors_alone(browser_of: Browser) -> None:
    assert seen_by(browser_of, draft()) == {cast.ANNE}


def test_two_steps_from_a_draft_to_the_network(browser_of: Browser) -> None:
    example = draft()
    anne, dag, bjorn = (browser_of(who) for who in (cast.ANNE, cast.DAG, cast.BJORN))
    assert press(anne, example, "submit").status_code == 303
    assert seen_by(browser_of, example) == {cast.ANNE, cast.DAG, cast.ELI}
    assert "To be reviewed" in dag.get("/examples").text
    assert press(dag, example, "publish").status_code == 303
    assert seen_by(browser_of, example) == {cast.ANNE, cast.BJORN, cast.DAG, cast.ELI}
    assert example.title in bjorn.get("/examples").text


@pytest.mark.parametrize(("circle", "also"), [
    (Visibility.MEMBERS, {cast.CARIN, cast.GRO, cast.HILDE}), (Visibility.PUBLIC, {cast.CARIN, cast.GRO, cast.HILDE})])
def test_a_wider_circle_is_everybody_who_is_signed_in(browser_of: Browser, circle: Visibility,
                                                      also: set[str | None]) -> None:
    assert seen_by(browser_of, published(circle)) == {cast.ANNE, cast.BJORN, cast.DAG, cast.ELI} | also


def test_nobody_publishes_what_they_may_not_review(actor: Who) -> None:
    example = draft()
    service.submit(actor(cast.ANNE), example.id)
    with pytest.raises(Denied):
        service.publish(actor(cast.ANNE), example.id)
    for stranger in (cast.BJORN, cast.CARIN, cast.GRO, cast.HILDE):
        with pytest.raises(Missing):
            service.publish(actor(stranger), example.id)


def test_a_reviewer_asks_for_changes_in_words_that_the_author_reads(browser_of: Browser) -> None:
    example, anne, eli = draft(), browser_of(cast.ANNE), browser_of(cast.ELI)
    press(anne, example, "submit")
    assert press(eli, example, "ask-for-changes", note=" ").status_code == 422
    assert press(eli, example, "ask-for-changes", note="What did it cost?").status_code == 303
    page = anne.get(example.path).text
    assert "What did it cost?" in page and "Needs changes" in page
    assert press(anne, example, "submit").status_code == 303
    assert "What did it cost?" not in anne.get(example.path).text


def test_a_reviewer_does_not_publish_words_that_they_have_not_seen(actor: Who) -> None:
    example = draft()
    seen = service.submit(actor(cast.ANNE), example.id).version
    service.edit(actor(cast.ANNE), example.id, {"summary": "Changed at the last moment."})
    with pytest.raises(Conflict):
        service.publish(actor(cast.DAG), example.id, seen)


def test_a_published_example_waits_for_a_reviewer_before_a_wider_circle_sees_it(browser_of: Browser,
                                                                               actor: Who) -> None:
    example = published()
    service.edit(actor(cast.ANNE), example.id, {"wanted_visibility": "public"})
    assert browser_of(cast.CARIN).get(example.path).status_code == 404
    assert example.title in browser_of(cast.ELI).get("/examples/review").text
    service.publish(actor(cast.DAG), example.id)
    assert browser_of(cast.CARIN).get(example.path).status_code == 404, "a coordinator publishes to the network"
    service.publish(actor(cast.ELI), example.id)
    assert browser_of(cast.CARIN).get(example.path).status_code == 200
    service.edit(actor(cast.ANNE), example.id, {"wanted_visibility": "network"})
    assert browser_of(cast.CARIN).get(example.path).status_code == 404, "a smaller one holds at once"


def test_an_archived_example_leaves_the_bank_and_can_come_back(browser_of: Browser, actor: Who) -> None:
    example = published(Visibility.MEMBERS)
    assert press(browser_of(cast.ANNE), example, "archive").status_code == 303
    assert seen_by(browser_of, example) == {cast.ANNE, cast.DAG, cast.ELI}
    assert example.title not in browser_of(cast.BJORN).get("/examples").text
    assert service.publish(actor(cast.ELI), example.id).visibility == Visibility.MEMBERS


def test_a_second_step_that_somebody_took_already_is_a_conflict(actor: Who) -> None:
    example = draft()
    service.submit(actor(cast.ANNE), example.id)
    with pytest.raises(Conflict):
        service.submit(actor(cast.ANNE), example.id)


def test_members_write_in_their_network_and_staff_without_one(actor: Who) -> None:
    norr = cast.network(cast.NORR).id
    for who, network, wrong in ((cast.GRO, quick()["network_id"], Missing), (cast.ANNE, norr, Missing),
                                (cast.HILDE, quick()["network_id"], Missing), (cast.ANNE, None, Invalid)):
        with pytest.raises(wrong):
            service.create(actor(who), quick(network_id=network))
    assert service.create(actor(cast.ELI), quick(network_id=None, wanted_visibility="members")).network_id is None
    with pytest.raises(Invalid) as refusal:
        service.create(actor(cast.ELI), quick(network_id=None))
    assert list(refusal.value.errors) == ["wanted_visibility"]


def test_nothing_new_is_written_in_a_concluded_network(actor: Who) -> None:
    cast.network(cast.TELEMARK).state = State.CONCLUDED
    with pytest.raises(Invalid):
        service.create(actor(cast.ANNE), quick())


def test_what_was_published_stays_in_its_network(actor: Who) -> None:
    example = published()
    with pytest.raises(Invalid):
        service.edit(actor(cast.ANNE), example.id, {"network_id": cast.network(cast.NORR).id})


def test_a_contact_person_is_a_colleague_and_not_just_anybody(actor: Who) -> None:
    bjorn, carin = cast.person(cast.BJORN).id, cast.person(cast.CARIN).id
    assert draft(contact_id=bjorn).contact_id == bjorn
    assert draft().contact_id == cast.person(cast.ANNE).id, "oneself, when nobody is named"
    for stranger in (carin, cast.person(cast.GRO).id, cast.person(cast.HILDE).id, 10**9):
        with pytest.raises(Invalid):
            draft(contact_id=stranger)


def test_an_example_is_stale_after_a_year_until_somebody_says_that_it_holds(browser_of: Browser, actor: Who) -> None:
    example = published(last_verified=date(2024, 5, 1))
    anne = browser_of(cast.ANNE)
    assert "not confirmed since 2024" in anne.get(example.path).text
    assert press(anne, example, "confirm").status_code == 303
    assert "not confirmed since" not in anne.get(example.path).text
    with pytest.raises(Denied):
        service.confirm(actor(cast.BJORN), example.id)


def test_the_owner_is_told_kindly_what_is_missing_and_others_see_no_gap(browser_of: Browser) -> None:
    example = published(solution="We did it **step by step**.")
    own, other = browser_of(cast.ANNE).get(example.path).text, browser_of(cast.BJORN).get(example.path).text
    assert "<strong>step by step</strong>" in other
    assert "What did not go well" in own and "Nothing here yet" in own
    assert "What did not go well" not in other and "Nothing here yet" not in other


def test_its_figures_cost_and_links_stand_on_the_page(browser_of: Browser) -> None:
    example = published(
        effects=[{"measure": "Strøm spart", "value": "96 000", "unit": "kWh", "year": "2025"}], cost_amount="1 850 000",
        start_date="2025-03", links=[{"url": "https://www.nve.no/", "label": "NVE"}], status="completed")
    page = browser_of(cast.BJORN).get(example.path).text
    for words in ("96,000", "kWh", "Strøm spart, 2025", "1,850,000", "from March 2025", "https://www.nve.no/",
                  "Completed"):
        assert words in page


def test_written_words_are_made_safe(browser_of: Browser) -> None:
    page = browser_of(cast.BJORN).get(published(
        title="<script>alert(1)</script>", solution="<img src=x onerror=alert(1)>").path).text
    assert "<script>alert" not in page and "<img src=x" not in page


def test_the_address_has_its_words_and_the_number_decides(browser_of: Browser) -> None:
    example, bjorn = published(title="Sjø, fjell og Ålesund: ÆØÅ!"), browser_of(cast.BJORN)
    assert example.path == f"/examples/{example.id}-sjo-fjell-og-alesund-aeoa"
    assert bjorn.get(f"/examples/{example.id}").headers["Location"] == example.path
    assert bjorn.get(f"/examples/{example.id}-something-else").headers["Location"] == example.path
    assert browser_of(cast.CARIN).get(f"/examples/{example.id}").status_code == 404, "no word of it to a stranger"
    assert bjorn.get(f"/examples/{10**15}").status_code == 404


def test_the_history_shows_each_change_and_no_draft_to_those_who_came_later(browser_of: Browser, actor: Who) -> None:
    example = draft(solution="The secret name of the consultant.")
    service.edit(actor(cast.ANNE), example.id, {"solution": "We asked around."})
    service.submit(actor(cast.ANNE), example.id)
    service.publish(actor(cast.DAG), example.id)
    service.edit(actor(cast.ANNE), example.id, {"results": "It works."})
    own, other = (browser_of(who).get(f"/examples/{example.id}/history").text for who in (cast.ANNE, cast.BJORN))
    assert "<del>The secret name of the consultant.</del>" in own and "Published" in own
    assert "<ins>It works.</ins>" in other and "secret name" not in other
    assert browser_of(cast.CARIN).get(f"/examples/{example.id}/history").status_code == 404


def test_the_list_is_narrowed_and_says_how_many_each_choice_leaves(browser_of: Browser, actor: Who) -> None:
    published(title="Solar", status="completed", start_date="2025-03", measure_type="investment")
    published(title="Heat", municipalities=[place("4014"), place("4012")], status="ongoing", start_date="2024")
    published(title="Paths", themes=[theme("outdoor_health")], municipalities=[place("4014")], start_date="2024-06")
    draft(title="Unseen")
    bjorn = actor(cast.BJORN)

    def titles(**wanted: object) -> list[str]:
        return sorted(one.title for one in queries.examples(bjorn, Filters(**wanted)).examples)
    assert titles() == ["Heat", "Paths", "Solar"]
    assert titles(theme="climate_energy") == ["Heat", "Solar"]
    assert titles(municipality="4014") == ["Heat", "Paths"]
    assert titles(county="NO-40", year=2024) == ["Heat", "Paths"]
    assert titles(status=MeasureStatus.ONGOING) == ["Heat"]
    assert titles(theme="climate_energy", municipality="4012", year=2025) == ["Solar"]
    found = queries.examples(bjorn, Filters(municipality="4014"))
    counts = {name: {one.value: one.count for one in values} for name, values in found.choices.items()}
    assert found.total == 2
    assert counts["municipality"] == {"4014": 2, "4012": 2}, "as if no municipality were chosen"
    assert counts["theme"] == {"climate_energy": 1, "outdoor_health": 1}
    assert counts["year"] == {"2024": 2} and counts["status"] == {"ongoing": 1} and counts["county"] == {"NO-40": 2}
    page = browser_of(cast.BJORN).get("/examples?municipality=4014&year=2024&status=ongoing").text
    assert "1 example" in page and "/examples?municipality=4014&amp;year=2024" in page


def test_a_stranger_gets_no_hit_and_no_count(browser_of: Browser, actor: Who) -> None:
    published()
    found = queries.examples(actor(cast.CARIN))
    assert (found.total, found.choices, list(found.examples)) == (0, {}, [])
    assert "No examples yet" in browser_of(cast.CARIN).get("/examples").text


@pytest.mark.parametrize("address", [
    "?page=0", "?page=99999999999999999999", "?status=nonsense", "?year=x", "?theme='", "?county=-", "?page=7"])
def test_an_odd_address_is_no_fault(browser_of: Browser, address: str) -> None:
    published()
    assert browser_of(cast.BJORN).get(f"/examples{address}").status_code == 200


def test_related_examples_are_near_and_only_those_one_may_read(actor: Who) -> None:
    near, same_theme = published(title="Near"), published(title="Theme", municipalities=[place("4016")])
    published(title="Far", themes=[theme("outdoor_health")], municipalities=[place("4016")])
    draft(title="Draft")
    found = queries.related(actor(cast.BJORN), published(title="This"))
    assert [one.id for one in found] == [near.id, same_theme.id]


def test_a_card_of_it_is_shown_only_where_everybody_may_read_it(actor: Who) -> None:
    telemark, norr = cast.network(cast.TELEMARK).id, cast.network(cast.NORR).id
    own, wide = published(), published(Visibility.MEMBERS)
    keys = [f"example:{own.id}", f"example:{wide.id}", f"example:{draft().id}"]
    with_guest, without = cast.room(cast.SOLAR), cast.room(cast.CLIMATE)
    assert links.embeds(keys, Place(telemark, without.id, "message:1")).keys() == set(keys[:2])
    assert links.embeds(keys, Place(telemark, with_guest.id, "message:1")).keys() == {keys[1]}
    assert links.embeds(keys, Place(norr, cast.room(cast.NORTH).id, "message:1")).keys() == {keys[1]}
    with pytest.raises(Missing):
        links.share(actor(cast.CARIN), keys[:1], Place(norr, None, "message:1"))
    assert links.source(actor(cast.BJORN), keys[0]).title == own.title


def test_every_change_is_told_and_the_first_publishing_once(actor: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: dict[str, dict[str, object]] = {
        name: {"tests.listen": lambda facts: None} for name in ("example_changed", "example_published")}
    monkeypatch.setattr("app.outbox.LISTENERS", heard)
    example = published()
    service.archive(actor(cast.ANNE), example.id)
    service.publish(actor(cast.DAG), example.id)
    told = [job.event for job in db.session.query(Job) if job.facts == {"example_id": example.id}]
    assert told.count("example_published") == 1 and told.count("example_changed") == 5


def test_pages_cost_few_statements(browser_of: Browser, actor: Who) -> None:
    for number in range(8):
        published(title=f"Example {number}")
    indicators.load(SYSTEM)
    keys = [f"card:{indicators.make_card(actor(cast.DAG), Choice('no_population', ['4012'])).id}" for _ in range(4)]
    thread = rooms.start_thread(actor(cast.ANNE), cast.room(cast.CLIMATE).id, "Hva koster det?").thread
    example = service.create(actor(cast.DAG), quick(cards=keys), f"thread:{thread.id}")
    draft()
    for path in ("/examples", "/examples?theme=climate_energy&year=2025", example.path, f"/examples/{example.id}/edit",
                 "/examples/new", f"/examples/new?from=thread:{thread.id}", f"/examples/{example.id}/history",
                 "/public", "/api/v1/examples", f"/api/v1/examples/{example.id}"):
        said = statements(browser_of(cast.DAG), path)
        assert len(said) <= 12, (path, len(said), said)


def statements(browser: FlaskClient, path: str) -> list[str]:
    """What the page at PATH asks the database."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            said.append(statement)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get(path).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return said

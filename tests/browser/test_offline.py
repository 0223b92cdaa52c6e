"""Without a connection, with a server in trouble, with the browser closed: what was written goes out once, in order."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, Route, expect

from tests import cast
from tests.browser.conftest import Guest, House
from tests.browser.line import Line
from tests.browser.looks import barriers, overflow
from tests.browser.test_journey_anne_and_bjorn import message, say


@pytest.fixture
def own_machine(house: House, browser_type: BrowserType, browser_type_launch_args: dict[str, Any],
                tmp_path: Path) -> Iterator[Callable[[], tuple[BrowserContext, Page]]]:
    """Anne's own machine: its browser can be closed and started again. The line to it can be cut."""
    running: list[BrowserContext] = []

    def start() -> tuple[BrowserContext, Page]:
        context = browser_type.launch_persistent_context(
            tmp_path / "profile", locale="en-GB", timezone_id="Europe/Oslo", **browser_type_launch_args)
        running.append(context)
        context.add_cookies([{"name": "session", "value": house.facts["cookies"][cast.ANNE],
                              "url": start.line.address}])  # type: ignore[attr-defined]  # set below
        return context, context.pages[0]
    start.line = Line(house.port)  # type: ignore[attr-defined]  # the test cuts it
    yield start
    for context in running:
        context.close()
    start.line.close()  # type: ignore[attr-defined]  # as above


def words_in(one: Guest, thread: int) -> list[str]:
    """What the server has of a thread, but for its first message."""
    answer = one.context.request.get(f"{one.line.address}/api/v1/threads/{thread}/messages?limit=200")
    return [said["body"] for said in answer.json()["items"][1:]]


def test_what_was_written_in_a_tunnel_goes_out_though_the_browser_was_closed_and_started_again(
        own_machine: Callable[[], tuple[BrowserContext, Page]], guest: Callable[..., Guest], house: House) -> None:
    bjorn, line = guest(cast.BJORN), own_machine.line  # type: ignore[attr-defined]  # see the fixture
    thread = bjorn.start(house["room"], "A thread through a tunnel.")
    context, page = own_machine()
    page.goto(f"{line.address}/threads/{thread}")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    line.cut()
    context.set_offline(True)
    for number in range(3):
        say(page, f"From the tunnel, {number}.")
        expect(page.locator(".message.is-failed, .message.is-pending", has_text=f"tunnel, {number}.")).to_be_visible()
    page.locator("#composer-body").fill("And I began")
    context.close()

    # Started again without a connection: an honest page, which keeps nothing else of ours.
    context, page = own_machine()
    page.goto(f"{line.address}/threads/{thread}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Livskraft cannot be reached")
    expect(page.locator("#waiting li")).to_have_text([f"From the tunnel, {number}." for number in range(3)])
    expect(page.locator("#saved li")).to_have_text(["And I began"])
    assert barriers(page) == [] and overflow(page) <= 0
    kept = page.evaluate("""async () => (await Promise.all((await caches.keys()).map(async name =>
        (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)))).flat()""")
    assert "/offline" in kept and all(path == "/offline" or path.startswith("/static/dist/") for path in kept)
    assert words_in(bjorn, thread) == []

    # The line is back: the page comes by itself, and all of it goes out, once and in order.
    line.mend()
    for number in range(3):
        expect(message(page, f"From the tunnel, {number}.")).to_have_attribute("data-id", re.compile(r"\d+"))
    expect(page.locator("#composer-body")).to_have_value("And I began")
    assert words_in(bjorn, thread) == [f"From the tunnel, {number}." for number in range(3)]


def test_a_server_in_trouble_is_asked_again_later_and_gets_each_message_once_and_in_order(
        guest: Callable[..., Guest], house: House) -> None:
    anne = guest(cast.ANNE, service_workers="block")
    thread = anne.start(house["room"], "A thread for a bad day.")
    troubles = iter([(500, {}), (503, {"Retry-After": "1"}), (507, {})])

    def answer(route: Route) -> None:
        status, headers = next(troubles, (0, {}))
        route.fulfill(status=status, headers=headers, body="{}") if status else route.continue_()
    anne.page.route("**/messages", answer)
    anne.goto(f"/threads/{thread}")
    for number in range(3):
        say(anne.page, f"On a bad day, {number}.")
    for number in range(3):
        expect(message(anne.page, f"On a bad day, {number}.")).to_have_attribute(
            "data-id", re.compile(r"\d+"), timeout=40_000)
    assert words_in(anne, thread) == [f"On a bad day, {number}." for number in range(3)]
    del anne.troubles[:]  # the browser itself complains of each refusal


def test_what_is_not_sent_yet_is_seen_on_every_page_and_can_be_sent_or_dropped(
        guest: Callable[..., Guest], house: House) -> None:
    anne = guest(cast.ANNE, width=360, service_workers="block")
    thread = anne.start(house["room"], "A thread that has to wait.")
    anne.page.route("**/messages", lambda route: route.fulfill(status=503, headers={"Retry-After": "600"}, body="{}"))
    anne.goto(f"/threads/{thread}")
    for words in ("I am first, and I have so much to say that it does not fit on the line of a phone.", "I am second."):
        say(anne.page, words)
    expect(anne.page.locator(".message.is-failed")).to_have_count(1)
    anne.goto("/contacts")
    rows = anne.page.locator(".queue li")
    expect(rows).to_have_count(2)
    assert barriers(anne.page) == [] and overflow(anne.page) <= 0
    rows.first.get_by_role("button", name="Discard").click()
    expect(rows).to_have_count(1)
    anne.page.unroute("**/messages")
    rows.first.get_by_role("button", name="Send now").click()
    expect(anne.page.locator(".queue")).to_have_count(0)
    assert words_in(anne, thread) == ["I am second."]
    del anne.troubles[:]  # as above


@pytest.mark.parametrize("status", [413, 422, 404])
def test_what_is_refused_while_one_is_elsewhere_is_a_draft_where_it_was_written(
        guest: Callable[..., Guest], house: House, status: int) -> None:
    anne = guest(cast.ANNE, service_workers="block")
    thread = anne.start(house["room"], "A thread that says no.")
    answers = [503, status]
    anne.page.route("**/messages", lambda route: route.fulfill(
        status=answers.pop(0), headers={"Retry-After": "600"}, body="{}") if answers else route.continue_())
    anne.goto(f"/threads/{thread}")
    say(anne.page, "Too much to ask.")
    expect(anne.page.locator(".message.is-failed")).to_have_count(1)
    anne.goto("/contacts")  # it is tried there again, and refused
    expect(anne.page.locator(".toast")).to_contain_text("It is kept as a draft.")
    anne.goto(f"/threads/{thread}")
    expect(anne.page.locator("#composer-body")).to_have_value("Too much to ask.")
    assert words_in(anne, thread) == []
    del anne.troubles[:]  # as above

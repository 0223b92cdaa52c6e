"""Every screen of a room, light and dark, phone and desk: no barrier, nothing too wide, nothing that jumps."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests import cast
from tests.browser.conftest import Guest, House
from tests.browser.looks import barriers, overflow, to_the_end

WIDTHS = pytest.mark.parametrize("width", [360, 1280])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


@WIDTHS
@SCHEMES
def test_rooms_and_threads_have_no_barrier_and_fit_the_screen(
        guest: Callable[..., Guest], house: House, width: int, scheme: str) -> None:
    anne = guest(cast.ANNE, width=width, scheme=scheme)
    for path in (f"/rooms/{house['room']}", f"/rooms/{house['empty_room']}", f"/threads/{house['short']}",
                 f"/threads/{house['closed']}", f"/threads/{house['long']}"):
        anne.goto(path)
        expect(anne.page.locator("h1")).to_be_visible()
        to_the_end(anne.page)
        assert barriers(anne.page) == [], path
        assert overflow(anne.page) <= 0, path


@WIDTHS
def test_what_opens_has_no_barrier_either(guest: Callable[..., Guest], house: House, width: int) -> None:
    bjorn = guest(cast.BJORN, width=width)
    bjorn.goto(f"/threads/{house['short']}")
    bjorn.page.locator("#composer-body").focus()
    expect(bjorn.page.get_by_role("button", name="Bold")).to_be_visible()
    assert barriers(bjorn.page) == []
    mine = bjorn.page.locator(".message", has_text="come and see it")
    mine.hover()
    mine.locator(".message-more").click()
    assert barriers(bjorn.page) == []
    bjorn.page.locator("#message-menu").get_by_role("button", name="Edit").click()
    expect(bjorn.page.locator(".message-edit textarea")).to_be_focused()
    assert barriers(bjorn.page) == []
    assert overflow(bjorn.page) <= 0


def test_a_message_on_its_own_its_edit_and_its_history_have_no_barrier(
        guest: Callable[..., Guest], house: House) -> None:
    bjorn = guest(cast.BJORN, width=360)
    bjorn.goto(f"/threads/{house['short']}")
    number = bjorn.page.locator(".message", has_text="come and see it").get_attribute("data-id")
    for path in ("", "/edit", "/history"):
        bjorn.goto(f"/messages/{number}{path}")
        assert barriers(bjorn.page) == [], path
        assert overflow(bjorn.page) <= 0, path


WATCH_SHIFTS = """new PerformanceObserver(list => list.getEntries().forEach(one => {
  window.shifted = (window.shifted ?? 0) + one.value })).observe({type: "layout-shift", buffered: true})"""


def test_nothing_jumps_while_a_thread_is_read_and_messages_come(guest: Callable[..., Guest], house: House) -> None:
    anne, bjorn = guest(cast.ANNE), guest(cast.BJORN)
    thread = bjorn.start(house["room"], "A thread that grows while it is read.")
    anne.context.add_init_script(WATCH_SHIFTS)
    anne.goto(f"/threads/{house['short']}")
    anne.goto(f"/threads/{thread}")
    for number in range(12):
        bjorn.post(thread, f"While you read, {number}.")
        expect(anne.page.locator(".message", has_text=f"While you read, {number}.")).to_be_visible()
    assert anne.page.evaluate("window.shifted ?? 0") <= 0.02

"""What an open page hears: who is there, what is new, whether the line holds; nothing jumps and nothing shouts."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests import cast
from tests.browser.conftest import Guest, House


def test_who_looks_at_the_same_thread_is_seen_until_they_leave(guest: Callable[..., Guest], house: House) -> None:
    anne, bjorn = guest(cast.ANNE), guest(cast.BJORN)
    thread = anne.start(house["room"], "A thread in which one meets.")
    anne.goto(f"/threads/{thread}")
    expect(anne.page.locator(".thread-page")).to_have_attribute("data-live", "")
    expect(anne.page.locator(".presence")).to_be_empty()
    bjorn.goto(f"/rooms/{house['room']}")
    expect(anne.page.locator(".presence")).to_have_text("Bjørn Dahl is here now")
    expect(bjorn.page.locator(".presence")).to_have_text("Anne Berg is here now")
    bjorn.page.close()
    expect(anne.page.locator(".presence")).to_be_empty()

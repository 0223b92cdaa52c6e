"""One says something with an emoji, and all who have the thread open see it at once."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests import cast
from tests.browser.conftest import Guest, House
from tests.browser.looks import barriers
from tests.browser.test_journey_anne_and_bjorn import edit, message


def test_a_reaction_is_seen_at_once_by_all_and_taken_back_by_a_second_press(
        guest: Callable[..., Guest], house: House) -> None:
    anne, bjorn = guest(cast.ANNE), guest(cast.BJORN)
    thread = anne.start(house["room"], "A thread to nod at.")
    for one in (anne, bjorn):
        one.goto(f"/threads/{thread}")
        expect(one.page.locator(".thread-page")).to_have_attribute("data-live", "")
    row = bjorn.page.locator(".message").first
    row.hover()
    row.locator(".message-more").click()
    bjorn.page.locator("#message-menu").get_by_role("button", name="Good", exact=True).click()
    mine, theirs = (one.page.locator(".reaction") for one in (bjorn, anne))
    expect(mine).to_have_attribute("aria-pressed", "true")
    expect(theirs).to_have_attribute("aria-pressed", "false")
    expect(theirs.locator(".number")).to_have_text("1")

    # By the keyboard: names are shown to who comes there, Space says it too, and the focus stays.
    theirs.focus()
    expect(theirs.locator(".reaction-who")).to_have_css("opacity", "1")
    expect(theirs.locator(".reaction-who")).to_have_text("Bjørn Dahl")
    anne.page.keyboard.press("Escape")
    expect(theirs.locator(".reaction-who")).to_have_css("opacity", "0")
    anne.page.keyboard.press("Space")
    for reaction in (mine, theirs):
        expect(reaction.locator(".number")).to_have_text("2")
    expect(theirs).to_have_attribute("aria-pressed", "true")
    expect(theirs).to_be_focused()
    assert barriers(anne.page) == []
    anne.page.keyboard.press("Enter")
    expect(theirs.locator(".number")).to_have_text("1")
    mine.click()
    expect(theirs).to_have_count(0)


def test_who_was_away_while_one_message_was_edited_and_reacted_to_sees_both(
        guest: Callable[..., Guest], house: House) -> None:
    anne, bjorn = guest(cast.ANNE), guest(cast.BJORN)
    thread = bjorn.start(house["room"], "A thread of the many turns.")
    anne.goto(f"/threads/{thread}")
    bjorn.goto(f"/threads/{thread}")
    expect(anne.page.locator(".thread-page")).to_have_attribute("data-live", "")
    with anne.cut_off():
        row = bjorn.page.locator(".message").first
        for number, name in enumerate(("Good idea", "Done"), 1):
            row.hover()
            row.locator(".message-more").click()
            bjorn.page.locator("#message-menu").get_by_role("button", name=name, exact=True).click()
            expect(row.locator(".reaction")).to_have_count(number)
        edit(bjorn.page, "A thread of the many turns.", "A thread of the few turns.")
        expect(message(bjorn.page, "of the few turns.")).to_be_visible()
        row.locator(".reaction").first.click()
        expect(row.locator(".reaction")).to_have_count(1)
    expect(message(anne.page, "of the few turns.")).to_have_attribute("data-id", re.compile(r"\d+"))
    expect(anne.page.locator(".reaction")).to_have_count(1)
    expect(anne.page.locator(".reaction")).to_contain_text("✅")

"""Anne asks, Bjørn answers, the line breaks and heals: what each sees is what was said, no more and no less."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.conftest import Guest, House

ANNE, BJORN = "Anne Berg", "Bjørn Dahl"
QUESTION = "Hi all! How do you count what industry emits? It hides everything else in our figures."
FIGURES = "Greenhouse gas emissions per inhabitant, without industry, oil and gas"
TITLE = "How do you count what industry emits?"


def say(page: Page, words: str) -> None:
    """Write WORDS in the text box of PAGE, and send them by the keyboard."""
    expect(page.locator(".composer[data-ready]")).to_be_visible()
    box = page.locator("#composer-body")
    box.fill(words)
    box.press("Control+Enter")


def transcript(page: Page) -> list[tuple[str, str]]:
    """Who said what, as it stands on PAGE."""
    said = page.locator(".thread-messages .message").evaluate_all("""all => all.map(
        one => [one.querySelector('.message-author').textContent, one.querySelector('.prose').innerText])""")
    return [(author, words.strip()) for author, words in said]


def message(page: Page, words: str) -> object:
    return page.locator(".thread-messages .message", has_text=words)


def act(page: Page, words: str, what: str) -> None:
    """Do WHAT in the menu of the message with these WORDS."""
    row = page.locator(".thread-messages .message", has_text=words)
    row.hover()
    row.locator(".message-more").click()
    page.locator("#message-menu").get_by_role("button", name=what).click()


def edit(page: Page, words: str, new: str) -> None:
    """Give the message with these WORDS others."""
    act(page, words, "Edit")
    form = page.locator(".message-edit")
    form.locator("textarea").fill(new)
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)


def attach_figures(page: Page) -> None:
    """Make a card of Bamble against three others of the network, in the dialog of the text box: in two clicks."""
    page.get_by_role("button", name="Indicator").click()
    dialog = page.locator("#card-dialog")
    expect(dialog.get_by_label("Search the indicators")).to_be_focused()
    page.keyboard.type("utslipp industri innb")
    expect(dialog.locator("#card_picks")).not_to_contain_text("Population")
    dialog.get_by_role("link", name=FIGURES).click()
    expect(dialog.locator("#card_preview")).to_contain_text("Bamble")
    expect(dialog.get_by_role("button", name="Bamble against")).to_have_attribute("aria-pressed", "true")
    dialog.get_by_role("button", name="Insert the card").click()
    expect(page.locator(".attached")).to_contain_text(FIGURES)
    expect(dialog).not_to_be_visible()


def test_anne_asks_bjorn_answers_and_a_broken_line_costs_nothing(guest: Callable[..., Guest], house: House) -> None:
    anne, bjorn = guest(cast.ANNE), guest(cast.BJORN)
    anne.goto(f"/rooms/{house['room']}")
    bjorn.goto(f"/rooms/{house['room']}")

    # Anne asks, and chooses no title: one is proposed from what she writes.
    anne.page.locator("#composer-body").fill(QUESTION)
    expect(anne.page.locator("#composer-title")).to_have_attribute("placeholder", TITLE)
    attach_figures(anne.page)
    anne.page.get_by_role("button", name="Send").click()
    expect(anne.page.get_by_role("heading", level=1)).to_have_text(TITLE)

    # Bjørn sees it come, as something new; he opens it and answers.
    row = bjorn.page.locator(".thread", has_text=TITLE)
    expect(row).to_have_attribute("data-unread", "")
    row.get_by_role("link").click()
    expect(bjorn.page.locator(".thread-messages .message")).to_have_text(re.compile("It hides everything else"))
    chart = bjorn.page.locator(".message .indicator-card")
    expect(chart).to_contain_text(FIGURES)
    expect(chart).to_contain_text("3.9")
    expect(chart.locator("svg").filter(visible=True).first).to_contain_text("Drangedal")
    anne.page.evaluate("window.sameAsBefore = true")
    say(bjorn.page, "We show **two** figures: with and without it.")

    # Anne sees the answer without doing anything, and marks it.
    expect(message(anne.page, "We show two figures")).to_be_visible()
    act(anne.page, "We show two figures", "This is the answer")
    for one in (anne, bjorn):
        expect(one.page.locator(".answer-top")).to_contain_text("We show two figures: with and without it.")
        expect(message(one.page, "We show two figures")).to_have_class(re.compile("is-answer"))

    # Her line breaks. He writes twice more and changes one; back again she sees exactly that.
    with anne.cut_off():
        say(bjorn.page, "The first is for the state.")
        expect(message(bjorn.page, "The first is for the state.")).to_have_attribute("data-id", re.compile(r"\d+"))
        say(bjorn.page, "The second is for the council.")
        expect(message(bjorn.page, "The second is for the council.")).to_have_attribute("data-id", re.compile(r"\d+"))
        edit(bjorn.page, "The first is for the state.", "The first is for the county.")
        expect(message(anne.page, "The second is for the council.")).to_have_count(0)
    expect(message(anne.page, "The second is for the council.")).to_be_visible(timeout=15_000)
    expect(message(anne.page, "The first is for the county.")).to_be_visible()
    assert transcript(anne.page) == transcript(bjorn.page) == [
        (ANNE, QUESTION), (BJORN, "We show two figures: with and without it."),
        (BJORN, "The first is for the county."), (BJORN, "The second is for the council.")]
    assert anne.page.evaluate("window.sameAsBefore"), "her page was loaded anew"

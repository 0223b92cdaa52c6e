"""Taking some words of a message into an example, and the addresses of people into a letter."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests import cast
from tests.browser.conftest import Guest, House

MARK = """(holder) => {
  const words = holder.querySelector(".prose p").firstChild, range = document.createRange();
  range.setStart(words, 4); range.setEnd(words, 15);
  getSelection().removeAllRanges(); getSelection().addRange(range);
}"""


def test_of_a_message_only_what_is_marked_is_put_into_the_example(guest: Callable[..., Guest], house: House) -> None:
    anne = guest(cast.ANNE)
    thread = anne.start(house["room"], "Who has old roofs?")
    guest(cast.BJORN).post(thread, "Our oldest roof is the swimming hall.")
    anne.goto(f"/examples/new?from=thread:{thread}")
    expect(anne.page.get_by_text("Mark some words of a message")).to_be_visible()
    said = anne.page.locator("[data-said]", has_text="swimming hall")
    said.evaluate(MARK)
    expect(said.get_by_role("button")).to_have_text("Quote what is marked")
    said.get_by_role("button").click()
    expect(anne.page.locator("#solution")).to_have_value(f"[[{said.get_by_role('button').get_attribute('value')}:4-15]]")
    anne.page.locator("#solution").click()
    expect(said.get_by_role("button")).to_have_text("Quote it")


def test_addresses_are_copied_by_one_press(guest: Callable[..., Guest]) -> None:
    anne = guest(cast.ANNE, permissions=["clipboard-read", "clipboard-write"])
    anne.goto("/contacts/addresses?q=bjørn")
    anne.page.get_by_role("button", name="Copy them").click()
    expect(anne.page.get_by_role("button", name="Copied")).to_be_visible()
    assert anne.page.evaluate("navigator.clipboard.readText()") == cast.BJORN

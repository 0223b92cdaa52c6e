"""What people copy from Word, Outlook, sheets and pages stands in the text box as they meant it.

clipboard/NAME.html is what the program puts on the clipboard; NAME.md is what has to come of it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.markup import render
from tests import cast
from tests.browser.conftest import House

CLIPBOARD = Path(__file__).parent / "clipboard"
PROGRAMS = sorted(file.stem for file in CLIPBOARD.glob("*.html"))
PASTE = """([html, plain]) => {
  const held = new DataTransfer();
  if (html) held.setData("text/html", html);
  held.setData("text/plain", plain);
  const event = new ClipboardEvent("paste", {clipboardData: held, bubbles: true, cancelable: true});
  return document.querySelector("#composer-body").dispatchEvent(event);
}"""


@pytest.fixture(scope="module")
def page(browser: object, house: House) -> Iterator[Page]:
    """One text box for all of them."""
    context = browser.new_context(locale="en-GB")  # type: ignore[attr-defined]  # Playwright's browser
    context.add_cookies([{"name": "session", "value": house.facts["cookies"][cast.ANNE], "url": house.address}])
    page = context.new_page()
    page.goto(f"{house.address}/threads/{house['short']}")
    expect(page.locator(".composer[data-ready]")).to_be_visible()
    yield page
    page.locator("#composer-body").fill("")
    expect(page.locator("#composer-notes")).to_be_empty()
    context.close()


def paste(page: Page, html: str, plain: str = "as plain words", before: str = "") -> bool:
    """Paste into the box after BEFORE; whether it is left to the browser."""
    page.locator("#composer-body").fill(before)
    return bool(page.evaluate(PASTE, [html, plain]))


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_pasted_keeps_its_form(page: Page, program: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "127.0.0.1" not in request.url else None)
    assert not paste(page, (CLIPBOARD / f"{program}.html").read_text())
    wanted = (CLIPBOARD / f"{program}.md").read_text().strip()
    expect(page.locator("#composer-body")).to_have_value(wanted)
    assert asked == [], "a picture on the clipboard tells nobody that it was pasted"


def test_it_renders_as_it_looked() -> None:
    html = render((CLIPBOARD / "word.md").read_text()).html
    assert html.count("<ul>") == 2 and "<ol>" in html and "<th>" in html and "<td>48 000</td>" in html


def test_plain_words_are_left_to_the_browser(page: Page) -> None:
    assert paste(page, "", "- as it is")
    assert paste(page, "<meta charset='utf-8'><span style='color:red'>only words</span>", "only words")


def test_a_list_that_is_pasted_after_words_stands_on_its_own(page: Page) -> None:
    paste(page, "<ul><li>one</li><li>two</li></ul>", before="We need:")
    expect(page.locator("#composer-body")).to_have_value("We need:\n\n- one\n- two")
    paste(page, "look at <b>this</b>", before="Please ")
    expect(page.locator("#composer-body")).to_have_value("Please look at **this**")

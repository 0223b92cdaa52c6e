"""Who knows no marks writes lists, links and tables all the same; and sees how it will look before it is sent."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests import cast
from tests.browser.conftest import Guest, House
from tests.browser.looks import barriers, overflow
from tests.browser.test_journey_anne_and_bjorn import message


@pytest.fixture
def anne(guest: Callable[..., Guest], house: House) -> Guest:
    """Anne at the text box of a thread of her own."""
    anne = guest(cast.ANNE)
    anne.goto(f"/threads/{anne.start(house['room'], 'A thread to write in.')}")
    expect(anne.page.locator(".composer[data-ready]")).to_be_visible()
    anne.page.locator("#composer-body").click()
    return anne


def box(page: Page) -> object:
    return page.locator("#composer-body")


def press(page: Page, name: str) -> None:
    """A button of the bar."""
    page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()


def more(page: Page, name: str) -> None:
    """A button of its menu."""
    page.get_by_role("button", name="More", exact=True).last.click()
    page.locator("#composer-body-more").get_by_role("button", name=name).click()


def test_a_list_goes_on_with_each_line_and_ends_with_an_empty_one(anne: Guest) -> None:
    press(anne.page, "List")
    box(anne.page).press_sequentially("the roof\nthe meters\n\nThat is all.")
    expect(box(anne.page)).to_have_value("- the roof\n- the meters\n\nThat is all.")
    box(anne.page).press("ControlOrMeta+a")
    press(anne.page, "Numbered list")
    box(anne.page).press("ControlOrMeta+z")
    expect(box(anne.page)).to_have_value("- the roof\n- the meters\n\nThat is all.")


def test_numbers_count_on_and_a_table_gets_its_next_row(anne: Guest) -> None:
    box(anne.page).press_sequentially("1. ask\nanswer\n\n")
    press(anne.page, "Table")
    expect(box(anne.page)).to_have_value("1. ask\n2. answer\n\n| Heading 1 | Heading 2 |\n|---|---|\n|   |   |")
    box(anne.page).fill("| Roof | Age |\n|---|---|\n| school | new |")
    box(anne.page).press("Control+End")
    box(anne.page).press("Enter")
    box(anne.page).press_sequentially("home")
    expect(box(anne.page)).to_have_value("| Roof | Age |\n|---|---|\n| school | new |\n| home  |   |")


def test_keys_make_words_bold_and_take_it_off_again(anne: Guest) -> None:
    box(anne.page).press_sequentially("Look at the roof")
    box(anne.page).press("Control+b")
    expect(box(anne.page)).to_have_value("Look at the **roof**")
    box(anne.page).press("Control+b")
    expect(box(anne.page)).to_have_value("Look at the roof")
    box(anne.page).press("Control+i")
    expect(box(anne.page)).to_have_value("Look at the _roof_")


def test_a_link_is_asked_for_in_words(anne: Guest) -> None:
    box(anne.page).fill("the register")
    box(anne.page).press("ControlOrMeta+a")
    box(anne.page).press("Control+k")
    dialog = anne.page.locator("#link-dialog")
    expect(dialog.get_by_label("Words to show")).to_have_value("the register")
    dialog.get_by_label("Address").fill("ssb.no/klass (1)")
    dialog.get_by_role("button", name="Insert the link").click()
    expect(box(anne.page)).to_have_value("[the register](https://ssb.no/klass%20%281%29)")
    box(anne.page).press("Control+Enter")
    expect(message(anne.page, "the register").get_by_role("link", name="the register")).to_have_attribute(
        "href", "https://ssb.no/klass%20%281%29")


def test_arrows_go_from_button_to_button(anne: Guest) -> None:
    box(anne.page).fill("roof")
    box(anne.page).press("ControlOrMeta+a")
    box(anne.page).press("Tab")
    expect(anne.page.get_by_role("button", name="Bold")).to_be_focused()
    anne.page.keyboard.press("ArrowRight")
    expect(anne.page.get_by_role("button", name="List", exact=True)).to_be_focused()
    anne.page.keyboard.press("Enter")
    expect(box(anne.page)).to_be_focused()
    expect(box(anne.page)).to_have_value("- roof")


def test_what_is_written_is_shown_as_it_will_stand(anne: Guest) -> None:
    box(anne.page).fill("Two things:\n- **one**\n- <b>two</b>")
    more(anne.page, "See how it looks")
    shown = anne.page.locator("#composer-body-preview")
    expect(shown.locator("li strong")).to_have_text("one")
    expect(shown.locator("li").last).to_have_text("<b>two</b>")
    assert barriers(anne.page) == []
    anne.page.keyboard.press("Escape")
    expect(box(anne.page)).to_be_focused()


def test_a_thing_is_named_after_a_number_sign_and_stands_beneath_as_a_card(anne: Guest) -> None:
    more(anne.page, "Contact, example or gathering")
    expect(anne.page.get_by_role("option")).to_contain_text("Write the beginning of a name or a title")
    box(anne.page).press_sequentially("heat pumps")
    anne.page.get_by_role("option", name="All about heat pumps").click()
    expect(box(anne.page)).to_have_value("#All about heat pumps ")
    box(anne.page).press("Control+Enter")
    sent = message(anne.page, "All about heat pumps")
    expect(sent.locator(".message-embeds").get_by_role("link")).to_have_text("All about heat pumps")
    expect(sent.locator(".prose").get_by_role("link")).to_have_attribute("href", re.compile("/threads/"))


def test_who_is_told_is_said_while_one_writes(anne: Guest) -> None:
    expect(anne.page.locator(".composer-told")).to_contain_text("2 others read here.")
    box(anne.page).press_sequentially("@every")
    anne.page.get_by_role("option", name="everyone").click()
    expect(anne.page.locator(".composer-told")).to_contain_text("2 people are told.")
    expect(anne.page.locator(".composer-sure")).to_be_hidden()
    box(anne.page).fill("Never mind.")
    expect(anne.page.locator("[data-telling]")).to_be_empty()


def test_before_many_are_told_a_box_has_to_be_ticked(anne: Guest, house: House) -> None:
    answer = {"people": 14, "words": "14 people are told.", "readers": "14 others read here.", "ask": True}
    anne.page.route("**/told", lambda route: route.fulfill(json=answer))
    box(anne.page).press_sequentially("@every")
    anne.page.get_by_role("option", name="everyone").click()
    tick = anne.page.get_by_label("Yes, tell all of them")
    expect(tick).to_be_visible()
    box(anne.page).press("Control+Enter")
    expect(tick).to_be_focused()
    expect(box(anne.page)).to_have_value("@everyone ")
    assert barriers(anne.page) == []
    tick.check()
    anne.page.get_by_role("button", name="Send").click()
    expect(message(anne.page, "@alle").locator(".mention")).to_be_visible()


def test_an_edit_has_the_same_buttons(anne: Guest) -> None:
    row = anne.page.locator(".message", has_text="A thread to write in.")
    row.hover()
    row.locator(".message-more").click()
    anne.page.locator("#message-menu").get_by_role("button", name="Edit").click()
    form = anne.page.locator(".message-edit")
    form.locator("textarea").press("ControlOrMeta+a")
    form.get_by_role("button", name="Bold").click()
    form.get_by_role("button", name="Save").click()
    expect(anne.page.locator(".message strong")).to_have_text("A thread to write in.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_all_of_it_fits(guest: Callable[..., Guest], house: House, scheme: str) -> None:
    anne = guest(cast.ANNE, width=360, scheme=scheme)
    anne.goto(f"/threads/{anne.start(house['room'], 'A thread to write in by thumb.')}")
    expect(anne.page.locator(".composer[data-ready]")).to_be_visible()
    box(anne.page).tap()
    send = anne.page.get_by_role("button", name="Send").bounding_box()
    tools = anne.page.locator(".composer .toolbar").bounding_box()
    assert send and tools and abs(send["y"] - tools["y"]) < 5, "all of the bar stands in one row"
    more(anne.page, "Quote")
    expect(box(anne.page)).to_have_value("> ")
    anne.page.get_by_role("button", name="More", exact=True).last.tap()
    menu = anne.page.locator("#composer-body-more").bounding_box()
    assert menu and menu["y"] >= 0 and menu["y"] + menu["height"] <= 740
    assert overflow(anne.page) == 0 and barriers(anne.page) == []


def test_a_passage_is_quoted_with_who_said_it_and_a_way_back(guest: Callable[..., Guest], house: House) -> None:
    anne = guest(cast.ANNE)
    said = "We have **three** roofs.\n\n- north\n- south @[Bjørn Dahl](person:2)\n\nAnd a yard."
    thread = anne.start(house["room"], said)
    anne.goto(f"/threads/{thread}")
    expect(anne.page.locator(".composer[data-ready]")).to_be_visible()
    anne.page.evaluate("""() => {
        const list = document.querySelector(".message .prose ul");
        getSelection().selectAllChildren(list);
    }""")
    anne.page.get_by_role("button", name="Quote", exact=True).and_(anne.page.locator("#quote-passage")).click()
    quoted = re.compile(r"^> #Anne Berg, \d\d[:.]\d\d:\n>\n> - north\n> - south @Bjørn Dahl\n\n$")
    expect(box(anne.page)).to_have_value(quoted)
    box(anne.page).press_sequentially("Which one first?")
    box(anne.page).press("Control+Enter")
    sent = message(anne.page, "Which one first?")
    expect(sent.locator("blockquote li")).to_have_count(2)
    expect(sent.locator(".mention")).to_have_count(0)
    sent.locator("blockquote").get_by_role("link", name="Anne Berg").click()
    assert re.search(r"#m-\d+$", anne.page.url) and f"/threads/{thread}" in anne.page.url


def test_who_asks_again_hears_who_has_asked_before(guest: Callable[..., Guest], house: House) -> None:
    anne = guest(cast.ANNE)
    anne.goto(f"/rooms/{house['room']}")
    box(anne.page).fill("Who has put solar cells on a school?")
    expect(anne.page.locator(".composer-similar")).to_contain_text("solar cells on a school")
    assert barriers(anne.page) == []
    box(anne.page).fill("")
    expect(anne.page.locator(".composer-similar")).to_be_empty()


def test_what_was_begun_on_another_machine_is_not_written_over(guest: Callable[..., Guest], house: House) -> None:
    here, there = guest(cast.ANNE), guest(cast.ANNE)
    thread = here.start(house["room"], "A thread for two machines.")
    here.goto(f"/threads/{thread}")
    there.goto(f"/threads/{thread}")
    box(here.page).fill("Begun at the office.")
    expect(here.page.locator("#composer-notes")).to_have_text("Draft saved")
    box(there.page).fill("Begun on the bus.")
    expect(there.page.locator("#composer-notes")).to_contain_text("on another device")
    there.page.get_by_role("button", name="Put it beneath").click()
    expect(box(there.page)).to_have_value("Begun on the bus.\n\nBegun at the office.")
    expect(there.page.locator("#composer-notes")).to_have_text("Draft saved")
    del there.troubles[:]  # the browser itself complains of a 409


def test_a_large_file_goes_on_after_a_cut_and_two_go_up_at_once(anne: Guest) -> None:
    pieces: list[str] = []

    def cut_once(route: Route) -> None:
        pieces.append(route.request.url)
        route.abort() if len(pieces) == 2 else route.continue_()
    anne.page.route("**/uploads/*?offset=*", cut_once)
    large = {"name": "Large.txt", "mimeType": "text/plain", "buffer": b"Look at the roof. " * 150_000}
    small = {"name": "Small.txt", "mimeType": "text/plain", "buffer": b"And at the meters."}
    anne.page.locator("input[type=file]").set_input_files([large, small])
    for name in ("Large.txt", "Small.txt"):
        expect(anne.page.locator(".attached", has_text=name).locator("input[name=links]")).to_have_count(1)
    assert len(pieces) == 3 + 1 + 1, "three pieces and one again, and the small one"
    expect(anne.page.locator(".attached progress")).to_have_count(0)
    box(anne.page).fill("Two files.")
    anne.page.get_by_role("button", name="Send").click()
    expect(message(anne.page, "Two files.").locator(".file")).to_have_count(2)
    del anne.troubles[:]  # the browser itself complains of the cut


def test_a_picture_that_is_pasted_is_attached_and_can_be_taken_away(anne: Guest) -> None:
    anne.page.evaluate("""async () => {
        const canvas = Object.assign(document.createElement("canvas"), {width: 8, height: 8});
        canvas.getContext("2d").fillRect(0, 0, 8, 8);
        const blob = await new Promise((done) => canvas.toBlob(done));
        const held = new DataTransfer();
        held.items.add(new File([blob], "image.png", {type: "image/png"}));
        const event = new ClipboardEvent("paste", {clipboardData: held, bubbles: true, cancelable: true});
        document.querySelector("#composer-body").dispatchEvent(event);
    }""")
    expect(anne.page.locator(".attached input[name=links]")).to_have_count(1)
    anne.page.get_by_role("button", name="Take image.png away").click()
    expect(anne.page.locator(".attached")).to_have_count(0)

"""Two open pages of a thread that is carried elsewhere: both show at once what stands where, and nothing is lost."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.conftest import Guest, House
from tests.browser.test_journey_anne_and_bjorn import act, message, say


def menu(page: Page, words: str) -> None:
    """Choose WORDS in the menu of the thread."""
    page.get_by_role("button", name="More", exact=True).first.click()
    page.locator("#thread-menu").get_by_text(words).click()


def test_a_message_that_is_split_off_leaves_every_open_page_and_its_link_leads_on(
        guest: Callable[..., Guest], house: House) -> None:
    anne, bjorn = guest(cast.ANNE), guest(cast.BJORN)
    thread = anne.start(house["room"], "Two matters in one.")
    for one in (anne, bjorn):
        one.goto(f"/threads/{thread}")
    say(bjorn.page, "By the way: who has a heat pump?")
    expect(message(anne.page, "heat pump")).to_be_visible()
    number = message(anne.page, "heat pump").get_attribute("data-id")
    act(anne.page, "heat pump", "Split from the thread")
    expect(anne.page.locator(f'input[name=messages][value="{number}"]')).to_be_checked()
    anne.page.get_by_label("Title of the new thread").fill("Heat pumps apart")
    anne.page.get_by_role("button", name="Split").click()
    expect(anne.page.locator("h1")).to_have_text("Heat pumps apart")
    expect(message(anne.page, "heat pump")).to_be_visible()
    expect(message(bjorn.page, "heat pump")).to_have_count(0)
    expect(bjorn.page.locator(".traces")).to_contain_text("took some messages out of this thread")
    bjorn.goto(f"/threads/{thread}#m-{number}")
    expect(bjorn.page.locator("h1")).to_have_text("Heat pumps apart")


def test_a_thread_that_is_moved_takes_its_open_pages_along(guest: Callable[..., Guest], house: House) -> None:
    dag, bjorn, gro = guest(cast.DAG), guest(cast.BJORN), guest(cast.GRO)
    thread = dag.start(house["room"], "This belongs with the sun.")
    bjorn.goto(f"/threads/{thread}")
    gro.goto(f"/rooms/{house['empty_room']}")
    dag.goto(f"/threads/{thread}/move")
    dag.page.get_by_label("Room").select_option(str(house["empty_room"]))
    dag.page.get_by_role("button", name="Move").click()
    expect(dag.page.get_by_role("alert")).to_contain_text("Gro Haugen")
    dag.page.get_by_label("I know who will read it").check()
    dag.page.get_by_role("button", name="Move").click()
    expect(bjorn.page.locator(".thread-page")).to_have_attribute("data-room", str(house["empty_room"]))
    expect(message(bjorn.page, "with the sun")).to_be_visible()
    expect(gro.page.locator(f"#thread_row_{thread}")).to_be_visible()
    say(bjorn.page, "It does.")
    del dag.troubles[:]  # the browser itself complains of a 409


def test_keys_lead_to_the_next_unread_thread_and_can_be_switched_off(
        guest: Callable[..., Guest], house: House) -> None:
    anne, bjorn = guest(cast.ANNE), guest(cast.BJORN)
    first, second = (bjorn.start(house["room"], words) for words in ("Unread, the first.", "Unread, the second."))
    anne.goto(f"/threads/{second}")
    expect(message(anne.page, "Unread, the second.")).to_be_visible()
    anne.page.keyboard.press("n")
    expect(message(anne.page, "Unread, the first.")).to_be_visible()
    anne.page.keyboard.press("?")
    expect(anne.page.locator("#shortcuts")).to_be_visible()
    anne.page.locator("input[data-setting=keyboard]").last.uncheck()
    anne.page.keyboard.press("Escape")
    anne.page.keyboard.press("r")
    expect(anne.page.locator("#composer-body")).not_to_be_focused()
    assert f"/threads/{first}" in anne.page.url

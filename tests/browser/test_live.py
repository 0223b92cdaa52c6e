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


HEAR = """() => { window.heard = []; new MutationObserver(() => {
  const words = document.getElementById("announce").textContent; if (words) window.heard.push(words) })
  .observe(document.getElementById("announce"), {childList: true, characterData: true, subtree: true}) }"""


def test_a_screen_reader_hears_many_messages_as_few_sentences_and_none_of_ones_own(
        guest: Callable[..., Guest], house: House) -> None:
    anne, elsewhere, bjorn = guest(cast.ANNE), guest(cast.ANNE), guest(cast.BJORN)
    thread = anne.start(house["room"], "A thread that becomes lively.")
    anne.goto(f"/threads/{thread}")
    expect(anne.page.locator(".thread-page")).to_have_attribute("data-live", "")
    assert anne.page.locator("#announce").get_attribute("aria-live") == "polite"
    anne.page.evaluate(HEAR)
    elsewhere.post(thread, "Said at my other machine.")
    for number in range(20):
        bjorn.post(thread, f"Lively, {number}.")
        anne.page.wait_for_timeout(150)
    bjorn.post(thread, "The last one.")
    expect(anne.page.locator(".message")).to_have_count(23)
    anne.page.wait_for_timeout(2500)  # what is held back is said within two seconds
    heard = anne.page.evaluate("window.heard")
    assert 1 <= len(heard) <= 5, heard
    assert not any("Anne" in words for words in heard), heard
    counted = sum(int(words.split()[0]) if words[0].isdigit() else words.count("Bjørn Dahl") for words in heard)
    assert counted == 21, heard


def test_a_cut_line_is_said_after_three_seconds_and_no_earlier_and_not_any_more_when_it_is_back(
        guest: Callable[..., Guest], house: House) -> None:
    anne = guest(cast.ANNE)
    anne.goto(f"/threads/{house['short']}")
    expect(anne.page.locator(".thread-page")).to_have_attribute("data-live", "")
    line = anne.page.locator("#connection")
    assert line.get_attribute("role") == "status"
    anne.page.evaluate("""() => new MutationObserver(() => { window.said ??= performance.now() })
        .observe(document.getElementById("connection"), {childList: true})""")
    with anne.cut_off():
        cut = anne.page.evaluate("performance.now()")
        expect(line).to_contain_text("You are offline.")
        assert anne.page.evaluate("window.said") - cut >= 2900
    expect(line).to_contain_text("You are connected again.")
    expect(line).to_be_empty()


def test_where_no_websocket_gets_through_one_hears_all_the_same(guest: Callable[..., Guest], house: House) -> None:
    anne, bjorn = guest(cast.ANNE), guest(cast.BJORN)
    anne.line.old_fashioned = True
    thread = bjorn.start(house["room"], "A thread behind an old wall.")
    anne.goto(f"/threads/{thread}")
    expect(anne.page.locator(".thread-page")).to_have_attribute("data-live", "")
    bjorn.post(thread, "Heard through the wall.")
    expect(anne.page.locator(".message", has_text="Heard through the wall.")).to_be_visible()
    with anne.cut_off():
        bjorn.post(thread, "Said meanwhile.")
    expect(anne.page.locator(".message", has_text="Said meanwhile.")).to_be_visible()
    anne.page.locator("#composer-body").fill("I am")
    anne.page.locator("#composer-body").press("Control+Enter")
    expect(anne.page.locator(".message[data-id]", has_text="I am")).to_be_visible()
    del anne.troubles[:]  # the browser itself complains of each attempt


SHIFTS = """() => { window.shifted = []; new PerformanceObserver(list => list.getEntries().forEach(
  one => window.shifted.push([one.value, one.sources.map(from => from.node?.className ?? from.node?.nodeName)])
  )).observe({type: "layout-shift"}) }"""


def test_nothing_shifts_when_messages_typing_and_people_come_and_the_place_is_kept_while_history_loads(
        guest: Callable[..., Guest], house: House) -> None:
    anne, bjorn = guest(cast.ANNE), guest(cast.BJORN)
    anne.goto(f"/threads/{house['long']}?before=999999999999")
    expect(anne.page.locator(".thread-page")).to_have_attribute("data-live", "")
    anne.page.evaluate("document.fonts.ready")
    anne.page.wait_for_timeout(300)
    anne.page.evaluate(SHIFTS)
    bjorn.goto(f"/threads/{house['long']}?before=999999999999")
    expect(anne.page.locator(".presence")).to_contain_text("Bjørn Dahl")
    bjorn.page.locator("#composer-body").press_sequentially("I am")
    expect(anne.page.locator(".typing")).to_have_text("Bjørn Dahl is writing …")
    for number in range(5):
        bjorn.post(house["long"], f"Quietly, {number}.")
        expect(anne.page.locator(".message", has_text=f"Quietly, {number}.")).to_have_count(1)
    bjorn.page.locator("#composer-body").fill("")
    assert anne.page.evaluate("window.shifted") == []

    # History comes above, and what one reads stays where it is.
    link = anne.page.get_by_role("link", name="Earlier messages")
    link.scroll_into_view_if_needed()
    first = anne.page.locator(".message[data-id]").first
    number = first.get_attribute("data-id")
    before = first.bounding_box()
    link.click()
    expect(anne.page.locator(".message[data-id]").first).not_to_have_attribute("data-id", str(number))
    anne.page.wait_for_timeout(200)
    after = anne.page.locator(f"#m-{number}").bounding_box()
    assert before and after and abs(before["y"] - after["y"]) <= 2, (before, after)

    # Who reads further up is not moved: a pill says what is new below, and leads there.
    at = anne.page.evaluate("scrollY")
    bjorn.post(house["long"], "News below.")
    pill = anne.page.locator("#new-pill")
    expect(pill).to_contain_text("new below")
    assert anne.page.evaluate("scrollY") == at
    pill.click()
    expect(anne.page.locator(".message", has_text="News below.")).to_be_in_viewport()
    expect(pill).to_be_hidden()

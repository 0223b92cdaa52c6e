"""What people write is never lost: drafts, cut lines, refusals, two editors; and it can all be done without scripts."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.conftest import Guest, House
from tests.browser.test_journey_anne_and_bjorn import act, message, say


def test_what_is_sent_without_a_line_goes_when_it_is_back_even_after_the_page_was_closed(
        guest: Callable[..., Guest], house: House) -> None:
    anne = guest(cast.ANNE)
    thread = anne.start(house["room"], "A thread of its own: come and see it.")
    anne.goto(f"/threads/{thread}")
    expect(anne.page.locator(".composer[data-ready]")).to_be_visible()
    with anne.cut_off():
        say(anne.page, "Written in a tunnel.")
        row = anne.page.locator(".message", has_text="Written in a tunnel.")
        expect(row).to_have_class(re.compile("is-failed"))
        expect(row).to_contain_text("Not sent. It is kept here.")
    anne.goto(f"/rooms/{house['room']}")
    anne.goto(f"/threads/{thread}")
    expect(message(anne.page, "Written in a tunnel.")).to_have_attribute("data-id", re.compile(r"\d+"))
    expect(message(anne.page, "Written in a tunnel.")).to_have_count(1)
    expect(anne.page.locator("#composer-body")).to_have_value("")


def test_a_draft_is_there_again_on_another_machine(guest: Callable[..., Guest], house: House) -> None:
    anne, elsewhere = guest(cast.ANNE), guest(cast.ANNE)
    anne.goto(f"/threads/{house['long']}")
    anne.page.locator("#composer-body").fill("I began with")
    expect(anne.page.locator("#composer-notes")).to_have_text("Draft saved")
    elsewhere.goto(f"/threads/{house['long']}")
    expect(elsewhere.page.locator("#composer-body")).to_have_value("I began with")
    anne.page.locator("#composer-body").fill("")
    expect(anne.page.locator("#composer-notes")).to_be_empty()


def test_what_the_server_refuses_comes_back_with_its_words(guest: Callable[..., Guest], house: House) -> None:
    anne = guest(cast.ANNE)
    thread = anne.start(house["room"], "A thread of its own: come and see it.")
    anne.goto(f"/threads/{thread}")
    long = "far too long " * 1000
    say(anne.page, long)
    expect(anne.page.locator("#composer-error")).to_contain_text("a message holds")
    expect(anne.page.locator("#composer-body")).to_have_value(long.strip())
    del anne.troubles[:]  # the browser itself complains of a 422


def test_a_person_is_mentioned_by_name(guest: Callable[..., Guest], house: House) -> None:
    anne = guest(cast.ANNE)
    thread = anne.start(house["room"], "A thread of its own: come and see it.")
    anne.goto(f"/threads/{thread}")
    box = anne.page.locator(".composer[data-ready] #composer-body")
    box.press_sequentially("Thanks, @bjø")
    option = anne.page.get_by_role("option", name="Bjørn Dahl")
    expect(option).to_contain_text("Kragerø")
    box.press("Enter")
    expect(box).to_have_value("Thanks, @Bjørn Dahl ")
    box.press("Control+Enter")
    expect(message(anne.page, "Thanks,").locator("a.mention")).to_have_text("@Bjørn Dahl")


def test_a_sent_message_can_be_called_back_and_a_removed_one_put_back(
        guest: Callable[..., Guest], house: House) -> None:
    anne, bjorn = guest(cast.ANNE), guest(cast.BJORN)
    thread = anne.start(house["room"], "A thread of its own: come and see it.")
    anne.goto(f"/threads/{thread}")
    bjorn.goto(f"/threads/{thread}")
    say(anne.page, "Too quick.")
    anne.page.locator("#composer-notes").get_by_role("button", name="Undo").click()
    expect(anne.page.locator("#composer-body")).to_have_value("Too quick.")
    expect(message(bjorn.page, "Too quick.")).to_have_count(0)
    anne.page.locator("#composer-body").fill("Second thoughts.")
    anne.page.locator("#composer-body").press("Control+Enter")
    expect(message(bjorn.page, "Second thoughts.")).to_be_visible()
    act(anne.page, "Second thoughts.", "Remove")
    expect(message(bjorn.page, "Second thoughts.")).to_have_count(0)
    expect(bjorn.page.locator(".message", has_text="This message was removed.").last).to_be_visible()
    anne.page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(message(bjorn.page, "Second thoughts.")).to_be_visible()


def test_who_edits_what_was_changed_meanwhile_sees_both_texts(guest: Callable[..., Guest], house: House) -> None:
    here, there = guest(cast.ANNE), guest(cast.ANNE)
    thread = here.start(house["room"], "A thread of its own: come and see it.")
    here.goto(f"/threads/{thread}")
    say(here.page, "We have three roofs.")
    expect(message(here.page, "We have three roofs.")).to_have_attribute("data-id", re.compile(r"\d+"))
    there.goto(f"/threads/{thread}")
    act(here.page, "We have three roofs.", "Edit")
    act(there.page, "We have three roofs.", "Edit")
    save(there.page, "We have four roofs.")
    expect(message(there.page, "We have four roofs.")).to_be_visible()
    save(here.page, "We have five roofs.")
    form = here.page.locator(".message-edit")
    expect(form).to_contain_text("We have four roofs.")
    expect(form.locator("textarea")).to_have_value("We have five roofs.")
    form.get_by_role("button", name="Save").click()
    expect(message(there.page, "We have five roofs.")).to_be_visible()
    del here.troubles[:]  # the browser itself complains of a 409


def save(page: Page, words: str) -> None:
    form = page.locator(".message-edit")
    form.locator("textarea").fill(words)
    form.get_by_role("button", name="Save").click()


def test_a_long_thread_opens_where_it_is_new_and_goes_on_both_ways(guest: Callable[..., Guest], house: House) -> None:
    bjorn = guest(cast.BJORN)
    bjorn.goto(f"/threads/{house['unopened']}")
    first = bjorn.page.locator(".message[data-id]").first
    expect(first).to_contain_text("All about chips")
    expect(bjorn.page.locator("#unread")).to_be_visible()
    bjorn.page.get_by_role("link", name="Later messages").click()
    expect(message(bjorn.page, "Load of chips number 60.")).to_be_visible()
    bjorn.page.get_by_role("link", name="Later messages").click()
    expect(message(bjorn.page, "Load of chips number 129.")).to_be_visible()
    expect(bjorn.page.get_by_role("link", name="Later messages")).to_have_count(0)
    say(bjorn.page, "I read all of it.")
    expect(bjorn.page.locator(".message[data-id]").last).to_contain_text("I read all of it.")


def test_it_all_works_without_scripts(guest: Callable[..., Guest], house: House) -> None:
    dag = guest(cast.DAG, java_script_enabled=False)
    dag.goto(f"/rooms/{house['room']}")
    dag.page.locator("textarea[name=body]").fill("Who comes to the gathering? Tell me by Friday.")
    dag.page.get_by_role("button", name="Send").click()
    expect(dag.page.get_by_role("heading", level=1)).to_have_text("Who comes to the gathering?")
    dag.page.locator("textarea[name=body]").fill("I do.")
    dag.page.get_by_role("button", name="Send").click()
    dag.page.locator(".message", has_text="I do.").locator(".message-more").click()
    dag.page.get_by_role("link", name="Edit").click()
    dag.page.locator("textarea[name=body]").fill("I do, with two more.")
    dag.page.get_by_role("button", name="Save").click()
    dag.page.get_by_role("button", name="Thank you").click()
    expect(dag.page.locator(".reaction")).to_contain_text("Dag Moen")
    dag.page.get_by_role("button", name="Thank you").click()
    expect(dag.page.locator(".reaction")).to_have_count(0)
    dag.page.get_by_role("button", name="This is the answer").click()
    expect(dag.page.locator(".answer-top")).to_contain_text("I do, with two more.")
    dag.page.locator(".message", has_text="I do, with two more.").locator(".message-more").click()
    dag.page.get_by_role("button", name="Remove").click()
    expect(dag.page.locator(".message")).to_contain_text("This message was removed.")
    dag.page.get_by_role("button", name="Put it back").click()
    expect(dag.page.locator(".message")).to_contain_text("I do, with two more.")
    dag.goto(f"/threads/{house['short']}")
    dag.page.get_by_role("button", name="Mark as read").click()
    dag.goto(f"/rooms/{house['room']}")
    expect(dag.page.locator(f"#thread_row_{house['short']}")).not_to_have_attribute("data-unread", "")


def test_a_file_is_sent_up_and_shown_with_the_message(guest: Callable[..., Guest], house: House) -> None:
    anne, bjorn = guest(cast.ANNE), guest(cast.BJORN)
    thread = anne.start(house["room"], "A thread with a file.")
    anne.goto(f"/threads/{thread}")
    bjorn.goto(f"/threads/{thread}")
    anne.page.locator("#composer-body").fill("Our check-list.")
    anne.page.locator("input[type=file]").set_input_files(
        {"name": "Roofs.txt", "mimeType": "text/plain", "buffer": b"Look at the roof first."})
    expect(anne.page.locator(".attached")).to_contain_text("Roofs.txt")
    expect(anne.page.locator(".attached progress")).to_have_count(0)
    anne.page.get_by_role("button", name="Send").click()
    expect(message(bjorn.page, "Our check-list.").get_by_role("link", name="Roofs.txt")).to_be_visible()
    anne.page.locator("input[type=file]").set_input_files(
        {"name": "Roofs.exe", "mimeType": "application/octet-stream", "buffer": b"MZ" * 40})
    expect(anne.page.locator(".attached.is-refused")).to_contain_text("We cannot take this kind of file.")
    del anne.troubles[:]  # the browser itself complains of a 415


def test_who_writes_is_seen_writing(guest: Callable[..., Guest], house: House) -> None:
    anne, bjorn = guest(cast.ANNE), guest(cast.BJORN)
    thread = anne.start(house["room"], "A thread in which two write.")
    anne.goto(f"/threads/{thread}")
    bjorn.goto(f"/threads/{thread}")
    expect(bjorn.page.locator(".thread-page")).to_have_attribute("data-live", "")
    anne.page.locator("#composer-body").press_sequentially("I am")
    expect(bjorn.page.locator(".typing")).to_have_text("Anne Berg is writing …")
    anne.page.locator("#composer-body").press("Control+Enter")
    expect(message(bjorn.page, "I am")).to_be_visible()
    expect(bjorn.page.locator(".typing")).to_be_empty()


def test_who_was_signed_out_meanwhile_loses_nothing(guest: Callable[..., Guest], house: House) -> None:
    anne = guest(cast.ANNE)
    thread = anne.start(house["room"], "A thread that outlives a sign-in.")
    anne.goto(f"/threads/{thread}")
    [cookie] = [one for one in anne.context.cookies() if one["name"] == "session"]
    anne.context.clear_cookies()
    say(anne.page, "Sent too late.")
    row = anne.page.locator(".message", has_text="Sent too late.")
    expect(row).to_contain_text("You have been signed out.")
    anne.context.add_cookies([{"name": "session", "value": cookie["value"], "url": anne.line.address}])
    row.get_by_role("button", name="Send again").click()
    expect(message(anne.page, "Sent too late.")).to_have_attribute("data-id", re.compile(r"\d+"))
    del anne.troubles[:]  # the browser itself complains of a 401

"""Quotes in examples: asked for by one click, shown as far as those agree who said it, never before they answer."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.session import actor_of
from app.database import at, db, now
from app.errors import Conflict, Invalid, Missing
from app.examples import queries, service
from app.examples.models import Consent, Example, ExampleVersion
from app.leaving import service as leaving
from app.leaving.models import REGRET
from app.permissions import SYSTEM, Actor
from app.rooms import service as rooms
from app.rooms.models import Thread
from tests import cast
from tests.examples import NEW, Form, draft, press, quick, write
from tests.pages import letters, send
from tests.talk import asked, said

Browser = Callable[[str | None], FlaskClient]
Who = Callable[[str], Actor]
WORDS = "We pay 28 000 a year & sleep well."


def quoting(**more: str) -> Example:
    """Anne's draft quotes Bjørn."""
    message = said(asked(), WORDS)
    return draft(results=f"It pays.\n\n[[message:{message.id}]]", **more)


def bjorns_letter(app: Flask) -> str:
    """The address in the letter that asks Bjørn."""
    [letter] = [one for one in letters(app) if one.startswith(cast.BJORN)]
    found = re.search(r"(/examples/quoted\?token=\S+)", letter)
    assert found and WORDS in letter
    return found[1]


def test_who_is_quoted_answers_by_the_link_without_signing_in(browser_of: Browser, actor: Who, app: Flask) -> None:
    example = quoting()
    anne, bjorn, nobody = (browser_of(who) for who in (cast.ANNE, cast.BJORN, None))
    letters(app)
    assert press(anne, example, "ask-quoted").status_code == 303
    address = bjorns_letter(app)
    assert bjorn.get(example.path).status_code == 404, "the draft itself is not theirs"
    page = nobody.get(address)
    assert page.status_code == 200 and "28 000 a year &amp; sleep well." in page.text
    assert queries.example(actor(cast.ANNE), example.id).quotes[0].consent == Consent.WAITING, "looking is no answer"
    assert send(nobody, address, page=address, answer="named").status_code == 200
    shown = anne.get(example.path).text
    assert "<blockquote>" in shown and "– Bjørn Dahl, Kragerø</footer>" in shown
    assert any(one.startswith(cast.ANNE) and "med navn" in one for one in letters(app)), "letters are in bokmål here"


def test_until_they_answer_the_name_is_not_shown_and_nothing_is_published(actor: Who) -> None:
    example = quoting()
    assert "Bjørn" not in example.html_of["results"] and "28 000" in example.html_of["results"]
    service.submit(actor(cast.ANNE), example.id)
    with pytest.raises(Conflict) as refusal:
        service.publish(actor(cast.DAG), example.id)
    assert "Bjørn Dahl" in str(refusal.value.title)


def test_sending_it_for_review_asks_those_who_were_not_asked_once(actor: Who, app: Flask) -> None:
    example = quoting()
    letters(app)
    service.ask_quoted(actor(cast.ANNE), example.id)
    service.submit(actor(cast.ANNE), example.id)
    assert len([one for one in letters(app) if one.startswith(cast.BJORN)]) == 1


def test_without_the_name_it_stands_without_the_name(actor: Who) -> None:
    example = quoting()
    [quote] = example.quotes
    service.answer_quote(actor(cast.BJORN), example.id, quote.message_id, Consent.UNNAMED)
    assert "28 000" in example.html_of["results"] and "Bjørn" not in example.html_of["results"]
    service.submit(actor(cast.ANNE), example.id)
    assert service.publish(actor(cast.DAG), example.id).published_at


def test_a_refusal_takes_the_words_out_of_all_that_the_example_ever_was(actor: Who) -> None:
    example = quoting()
    [quote] = example.quotes
    service.answer_quote(actor(cast.BJORN), example.id, quote.message_id, Consent.NAMED)
    service.submit(actor(cast.ANNE), example.id)
    service.publish(actor(cast.DAG), example.id)
    service.answer_quote(actor(cast.BJORN), example.id, quote.message_id, Consent.REFUSED)
    example = queries.example(actor(cast.ANNE), example.id)
    assert example.results == "It pays." and "28 000" not in str(example.html_of)
    kept = db.session.query(ExampleVersion).filter_by(example_id=example.id)
    assert kept.count() and not any("28 000" in str(one.fields) for one in kept)
    service.edit(actor(cast.ANNE), example.id, {"results": f"[[message:{quote.message_id}]]"})
    assert "28 000" not in str(example.html_of), "who has refused is not quoted by trying again"


@pytest.mark.parametrize(("answer", "left"), [(Consent.NAMED, True), (None, False)])
def test_who_is_erased_is_quoted_without_a_name_and_not_at_all_without_an_answer(
        answer: Consent | None, left: bool, actor: Who) -> None:
    example = quoting()
    if answer:
        service.answer_quote(actor(cast.BJORN), example.id, example.quotes[0].message_id, answer)
        assert "Bjørn" in example.html_of["results"]
    leaving.ask_to_be_erased(actor(cast.BJORN), cast.person(cast.BJORN).id)
    with at(now() + REGRET):
        assert leaving.erase_due(SYSTEM) == 1
    assert ("28 000" in example.html_of["results"]) is left
    assert "Bjørn" not in example.html_of["results"]
    assert all(quote.consent != Consent.WAITING for quote in example.quotes)


def test_one_answers_for_ones_own_words_only(browser_of: Browser, actor: Who) -> None:
    example = quoting()
    [quote] = example.quotes
    for who in (cast.ANNE, cast.CARIN):
        with pytest.raises(Missing):
            service.answer_quote(actor(who), example.id, quote.message_id, Consent.NAMED)
    assert browser_of(None).get("/examples/quoted?token=made-up").status_code == 404
    assert browser_of(cast.BJORN).get(f"/examples/quoted?token=[{example.id},1,1]").status_code == 404


def test_nobody_quotes_what_they_may_not_read_and_ones_own_words_need_no_consent(actor: Who) -> None:
    far = said(asked(cast.CARIN, cast.NORTH), "Kallt här.", cast.CARIN)
    with pytest.raises(Invalid) as refusal:
        service.create(actor(cast.ANNE), quick(solution=f"[[message:{far.id}]]"))
    assert list(refusal.value.errors) == ["solution"]
    own = said(asked(), "I did it myself.", cast.ANNE)
    example = draft(solution=f"[[message:{own.id}]]")
    assert example.quotes[0].consent == Consent.NAMED
    service.edit(actor_of(cast.person(cast.ANNE)), example.id, {"solution": ""})
    assert example.quotes == [], "taken out of the text, it is quoted no more"


def made_from(thread: Thread, results: str) -> Example:
    """Anne's draft that was made from a thread."""
    return service.create(actor_of(cast.person(cast.ANNE)), quick(results=results), f"thread:{thread.id}")


def insert(browser: FlaskClient, path: str, message_id: int, passage: str) -> str:
    """What stands under the results when a passage of a message was put there."""
    answer = write(browser, path, insert=f"message:{message_id}", into="results", passage=passage)
    assert answer.status_code == 200, answer.text
    return str(Form(answer.text).data["results"])


def test_a_passage_of_a_message_is_quoted_and_marked_as_one(browser_of: Browser, actor: Who) -> None:
    thread, anne = asked(), browser_of(cast.ANNE)
    message = said(thread, "Hei!\n\nWe **pay** 28 000:\n\n- a year\n- & sleep well.\n\nVi snakkes.")
    mark = insert(anne, f"{NEW}?from=thread:{thread.id}", message.id, "pay 28\u00a0000:\na year")
    assert mark == f"[[message:{message.id}:8-26]]"
    example = made_from(thread, f"It pays. {mark} So there.")
    [quote] = example.quotes
    assert (quote.consent, quote.person_id) == (Consent.WAITING, message.author_id)
    assert "<blockquote><p>… pay 28 000:<br>a year …</p></blockquote>" in example.html_of["results"]
    assert f"{mark} = Bjørn Dahl: «… pay 28 000:" in anne.get(f"/examples/{example.id}/edit").text
    service.answer_quote(actor(cast.BJORN), example.id, message.id, Consent.REFUSED)
    assert example.results == "It pays.\n\nSo there." and "28 000" not in str(example.html_of)


def test_a_message_that_was_changed_since_is_quoted_as_it_was(browser_of: Browser, actor: Who) -> None:
    thread = asked()
    message = said(thread, "First this. Then that.")
    example = made_from(thread, f"[[message:{message.id}]]")
    rooms.edit_message(actor(cast.BJORN), message.id, "Then something else.")
    edit = f"/examples/{example.id}/edit"
    assert insert(browser_of(cast.ANNE), edit, message.id, "Then that.").endswith(f"[[message:{message.id}:12-22]]")


def test_of_ones_own_words_a_passage_is_words_to_go_on_from(browser_of: Browser) -> None:
    thread = asked(body="We have *old* roofs. What now?")
    path, own = f"{NEW}?from=thread:{thread.id}", said(thread, "They are *very* old.", cast.ANNE)
    assert insert(browser_of(cast.ANNE), path, own.id, "very old.") == "very old."


@pytest.mark.parametrize("passage", ["We were paid", "…", "x" * 30_000])
def test_words_that_nobody_said_are_not_put_in_their_mouth(browser_of: Browser, passage: str) -> None:
    thread = asked()
    answer = write(browser_of(cast.ANNE), f"{NEW}?from=thread:{thread.id}", insert=f"message:{said(thread, WORDS).id}",
                   into="results", passage=passage, summary="My own words")
    assert answer.status_code == 422 and "Choose them again" in answer.text
    assert (Form(answer.text).data["results"], Form(answer.text).data["summary"]) == ("", "My own words")


@pytest.mark.parametrize("mark", ["5-999999", "9-9", "9-5"])
def test_a_passage_that_is_not_there_is_refused(actor: Who, mark: str) -> None:
    message = said(asked(), WORDS)
    with pytest.raises(Invalid) as refusal:
        draft(results=f"[[message:{message.id}:{mark}]]")
    assert "results" in refusal.value.errors

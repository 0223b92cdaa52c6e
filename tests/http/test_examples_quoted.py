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
from tests import cast
from tests.examples import draft, press, quick
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

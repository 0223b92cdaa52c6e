"""Where the links in letters lead: a page with buttons. Programs that follow links in letters change nothing."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from app.accounts.models import Person
from app.accounts.session import actor_of
from app.database import db
from app.errors import Invalid, Missing
from app.examples import labels, letters, queries, service
from app.examples.models import Consent, Example, ExampleQuote
from app.permissions import Actor, Can

bp = Blueprint("examples_letters", __name__, url_prefix="/examples", template_folder="templates")


@bp.get("/still-holds")
def still_holds_page() -> ResponseReturnValue:
    """Does it still hold?"""
    return holds_page(*asked_about())


@bp.post("/still-holds")
def still_holds() -> ResponseReturnValue:
    """Yes."""
    person, example = asked_about()
    return holds_page(person, service.confirm(actor_of(person), example.id), done=True)


@bp.get("/quoted")
def quoted_page() -> ResponseReturnValue:
    """May we quote you?"""
    person, quote = quoted()
    return quote_page(person, quote)


@bp.post("/quoted")
def answer() -> ResponseReturnValue:
    """Yes, yes without my name, or no."""
    person, quote = quoted()
    try:
        consent = Consent(request.form.get("answer", ""))
    except ValueError:
        raise Invalid from None
    return quote_page(person, service.answer_quote(actor_of(person), quote.example_id, quote.message_id, consent))


def asked_about() -> tuple[Person, Example]:
    """To whom the letter went, and about what. Raise Missing for a letter that we did not write."""
    found = letters.numbers(request.args.get("token", ""), 2)
    if found is None:
        raise Missing
    person, actor = living(found[1])
    return person, queries.example(actor, found[0], Can.EDIT_EXAMPLE)


def quoted() -> tuple[Person, ExampleQuote]:
    """Likewise for somebody who is quoted."""
    found = letters.numbers(request.args.get("token", ""), 3)
    if found is None:
        raise Missing
    person, actor = living(found[2])
    return person, queries.quote(actor, found[0], found[1])


def living(person_id: int) -> tuple[Person, Actor]:
    """A person who still takes part."""
    person = db.session.get(Person, person_id)
    if person is None or not person.active:
        raise Missing
    return person, actor_of(person)


def holds_page(person: Person, example: Example, done: bool = False) -> ResponseReturnValue:
    """In the language of the one who was asked."""
    with force_locale(person.language):
        return render_template("examples/still_holds.html", example=example, done=done, month_of=labels.month_of)


def quote_page(person: Person, quote: ExampleQuote) -> ResponseReturnValue:
    """Likewise."""
    with force_locale(person.language):
        return render_template("examples/quoted.html", quote=quote, example=quote.example)

"""The letters of the example bank, each in the language of the one who gets it, and the links in them."""

from collections.abc import Callable

from flask import current_app
from flask_babel import force_locale, gettext
from itsdangerous import BadSignature, URLSafeSerializer

from app import mail
from app.accounts.letters import address
from app.accounts.models import Person
from app.examples.labels import AUDIENCES, month_of
from app.examples.models import Consent, Example, ExampleQuote, ExampleUse, ReviewState

SALT = "letters about examples"


def to_review(person: Person, example: Example) -> None:
    """To who reviews: somebody has written this."""
    _send(person, lambda: (
        gettext("To be reviewed: %(title)s", title=example.title),
        gettext("%(name)s has sent an example for review. When it is published, these may read it: %(circle)s.",
                name=example.author.name, circle=AUDIENCES[example.wanted_visibility]),
        example.path, gettext("You get this letter because you review examples.")))


def moved(person: Person, example: Example) -> None:
    """To who answers for it: how far it has come."""
    def words() -> tuple[str, str, str, str]:
        said = {
            ReviewState.NEEDS_CHANGES: gettext("The reviewer asks for something more:"),
            ReviewState.PUBLISHED: gettext("Your example is published. Thank you: others learn from it now."),
            ReviewState.ARCHIVED: gettext("The example is archived. You can bring it back.")}[example.review_state]
        notes = [example.review_note, *(example.review_notes or {}).values()]
        return example.title, "\n\n".join(filter(None, [said, *notes])), example.path, _why_keeper()
    _send(person, words)


def used(person: Person, example: Example, use: ExampleUse) -> None:
    """To who answers for it: somebody has done the same."""
    _send(person, lambda: (
        gettext("%(place)s has used your example", place=use.municipality.name),
        "\n\n".join(filter(None, [f"{example.title}:", use.story, use.changed])), f"{example.path}#used",
        _why_keeper()))


def doubted(person: Person, example: Example) -> None:
    """Once a year: does it still hold?"""
    _send(person, lambda: (
        gettext("Does this still hold? %(title)s", title=example.title),
        gettext("Nobody has confirmed this example since %(month)s. Open the page and press one button if it still "
                "holds. You can also change it there, or put it away.", month=month_of(example.last_verified)),
        f"/examples/still-holds?token={_signer().dumps([example.id, person.id])}", _why_keeper()))


def may_we_quote(quote: ExampleQuote) -> None:
    """To who is quoted: may we?"""
    example = quote.example
    _send(quote.person, lambda: (
        gettext("May we quote you?"),
        gettext("%(name)s writes an example, «%(title)s», and would like to use your words:",
                name=example.author.name, title=example.title) + f"\n\n{quote.text}\n\n"
        + gettext("Nothing of it is published before you have answered. You can change your answer later."),
        quote_path(quote), gettext("You get this letter because you wrote these words in Livskraft.")))


def quote_answered(person: Person, quote: ExampleQuote) -> None:
    """To who writes the example: what somebody says to being quoted."""
    def words() -> tuple[str, str, str, str]:
        name = quote.person.name
        said = {
            Consent.NAMED: gettext("%(name)s may be quoted, by name.", name=name),
            Consent.UNNAMED: gettext("%(name)s may be quoted, without the name.", name=name),
            Consent.REFUSED: gettext("%(name)s would rather not be quoted. The words are taken out of the example; "
                                     "tell it in your own.", name=name)}[quote.consent]
        return quote.example.title, said, quote.example.path, _why_keeper()
    _send(person, words)


def quote_path(quote: ExampleQuote) -> str:
    """Where somebody answers whether they may be quoted; whoever has the address is taken for them."""
    return f"/examples/quoted?token={_signer().dumps([quote.example_id, quote.message_id, quote.person_id])}"


def numbers(token: str, count: int) -> list[int] | None:
    """The COUNT numbers in a TOKEN that we wrote; None for another."""
    try:
        found = _signer().loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, list) and len(found) == count else None


def _send(person: Person, words: Callable[[], tuple[str, str, str, str]]) -> None:
    with force_locale(person.language):
        subject, said, path, why = words()
        text = f"{gettext('Hello %(name)s,', name=person.name)}\n\n{said}\n\n{address(path)}\n\n--\n{why}\n"
    mail.post(person.email, " ".join(subject.split())[:150], text)


def _why_keeper() -> str:
    return str(gettext("You get this letter because you answer for the example."))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["LIVSKRAFT"].secret_key, salt=SALT)

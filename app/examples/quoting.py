"""What an example quotes: `[[message:34]]` in one of its texts, drawn as far as the one who said it agrees."""

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext, ngettext
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from app import links, markup, outbox
from app.database import now
from app.errors import Conflict, Invalid, Missing
from app.examples.fields import LONG
from app.examples.models import Consent, Example, ExampleQuote
from app.permissions import Actor

QUOTE = re.compile(r"\s*\[\[message:(\d{1,9})\]\]\s*")
DRAWN = re.compile(r"<p>\[\[message:(\d{1,9})\]\]</p>")
REFERENCE = re.compile(r"\[\[\w+:\d+\]\]")


def rendered(text: str, quotes: Mapping[int, ExampleQuote]) -> str:
    """TEXT as safe HTML, with QUOTES (by the number of the message) where they stand."""
    html = markup.render_document(QUOTE.sub(r"\n\n[[message:\1]]\n\n", text).strip()).html
    return DRAWN.sub(lambda found: drawn(quotes.get(int(found[1]))), html)


def drawn(quote: ExampleQuote | None) -> Markup:
    """A quote with the name of who said it, if they agree to that; nothing if they do not agree at all."""
    if quote is None or quote.consent == Consent.REFUSED:
        return Markup("")
    who = [quote.person.name, quote.person.organisation.name if quote.person.organisation else ""]
    said = Markup("<footer>– {}</footer>").format(", ".join(filter(None, who)))
    words = Markup("<br>").join(escape(line) for line in quote.text.splitlines())
    return Markup("<blockquote><p>{}</p>{}</blockquote>").format(
        words, said if quote.consent == Consent.NAMED else "")


def settle(session: Session, actor: Actor, example: Example) -> None:
    """Keep a row for each message that the texts of EXAMPLE quote, and none for others; draw the texts.

    One's own words need nobody's consent. Raise Invalid for a message that ACTOR may not quote.
    """
    found = {int(number): name for name in LONG for number in QUOTE.findall(getattr(example, name) or "")}
    known = {quote.message_id: quote for quote in example.quotes}
    for number, quote in known.items():
        if number not in found and quote.consent != Consent.REFUSED:  # who has refused is not asked again
            example.quotes.remove(quote)
    for number in found.keys() - known.keys():
        example.quotes.append(_quoted(actor, number, found[number]))
    session.flush()
    draw(example)


def draw(example: Example) -> None:
    """Make the HTML of the long texts anew."""
    quotes = {quote.message_id: quote for quote in example.quotes}
    example.html_of = {name: rendered(text, quotes) for name in LONG if (text := getattr(example, name))}


def leave_out(example: Example, number: int) -> None:
    """Take a message out of all texts of EXAMPLE."""
    for name in LONG:
        text = getattr(example, name)
        if str(number) in QUOTE.findall(text):
            setattr(example, name, QUOTE.sub(
                lambda found: "\n\n" if found[1] == str(number) else found[0], text).strip())


def ask(example: Example) -> None:
    """Inside an open transaction: let those be asked who were not yet."""
    for quote in example.quotes:
        if quote.consent == Consent.WAITING and quote.asked_at is None:
            quote.asked_at = now()
            outbox.tell("quotes_asked", example_id=example.id, message_id=quote.message_id, at=now().isoformat())


def waiting(example: Example) -> list[ExampleQuote]:
    """The quotes that nobody has answered for."""
    return [quote for quote in example.quotes if quote.consent == Consent.WAITING]


def refuse_unanswered(example: Example) -> None:
    """Raise Conflict while somebody who is quoted has not answered."""
    if quotes := waiting(example):
        names = ", ".join(sorted({quote.person.name for quote in quotes}))
        raise Conflict(ngettext(
            "%(names)s has not answered yet whether they may be quoted. Wait, or take the quote out.",
            "These have not answered yet whether they may be quoted: %(names)s. Wait, or take the quotes out.",
            len(names.split(", ")), names=names))


def _quoted(actor: Actor, number: int, field: str) -> ExampleQuote:
    try:
        source = links.source(actor, f"message:{number}")
    except Missing:
        raise Invalid(errors={field: lazy_gettext("The message %(number)s is not there to be quoted.",
                                                  number=number)}) from None
    own = source.author_id == actor.id
    return ExampleQuote(message_id=number, person_id=source.author_id,
                        text=markup.plain(REFERENCE.sub("", source.text)),
                        consent=Consent.NAMED if own else Consent.WAITING, answered_at=now() if own else None)

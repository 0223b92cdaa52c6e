"""What an example quotes, drawn as far as the one who said it agrees.

`[[message:34]]` in one of its texts is the whole of a message, `[[message:34:5-60]]` its letters 5 to 60. The words
themselves stand in no text: taken back, they are gone.
"""

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

MARK = r"\[\[message:(\d{1,9})(?::(\d{1,6})-(\d{1,6}))?\]\]"
QUOTE = re.compile(rf"\s*{MARK}\s*")
DRAWN = re.compile(rf"<p>{MARK}</p>")
REFERENCE = re.compile(r"\[\[\w+:\d+\]\]")


def rendered(text: str, quotes: Mapping[int, ExampleQuote]) -> str:
    """TEXT as safe HTML, with QUOTES (by the number of the message) where they stand."""
    html = markup.render_document(QUOTE.sub(lambda found: f"\n\n{found[0].strip()}\n\n", text).strip()).html
    return DRAWN.sub(lambda found: drawn(quotes.get(int(found[1])), found), html)


def drawn(quote: ExampleQuote | None, mark: re.Match[str]) -> Markup:
    """What MARK names of QUOTE, with who said it if they agree to that; nothing if they do not agree at all."""
    if quote is None or quote.consent == Consent.REFUSED:
        return Markup("")
    who = [quote.person.name, quote.person.organisation.name if quote.person.organisation else ""]
    said = Markup("<footer>– {}</footer>").format(", ".join(filter(None, who)))
    words = Markup("<br>").join(escape(line) for line in meant(quote.text, mark).splitlines())
    return Markup("<blockquote><p>{}</p>{}</blockquote>").format(
        words, said if quote.consent == Consent.NAMED else "")


def meant(text: str, mark: re.Match[str]) -> str:
    """The passage of TEXT that MARK names, with «…» where something was left out; all of it where it names none."""
    if mark[2] is None:
        return text
    start, end = int(mark[2]), int(mark[3])
    return "… " * (start > 0) + text[start:end] + " …" * (end < len(text))


def marks(text: str) -> list[re.Match[str]]:
    """Each quote in TEXT, in order."""
    return list(re.finditer(MARK, text))


def legend(text: str, example: Example | None) -> list[tuple[str, str, str]]:
    """For who writes on EXAMPLE: each quote in TEXT as it stands there, who said it, and what it says."""
    quotes = {quote.message_id: quote for quote in (example.quotes if example else ())}
    return [(mark[0], quote.person.name, meant(quote.text, mark))
            for mark in marks(text) if (quote := quotes.get(int(mark[1])))]


def passage(text: str, words: str) -> tuple[int, int] | None:
    """Where WORDS, as a browser shows them, stand in the plain TEXT: only letters and digits are compared."""
    at = [place for place, letter in enumerate(text) if letter.isalnum()]
    wanted = "".join(filter(str.isalnum, words))
    first = "".join(text[place] for place in at).find(wanted) if wanted else -1
    if first < 0:
        return None
    end = at[first + len(wanted) - 1] + 1
    tail = words.rstrip()
    while end < len(text) and tail[-1:] == text[end] and not text[end].isalnum():
        end += 1
    return at[first], end


def said(source_text: str) -> str:
    """The plain words of a message that can be quoted."""
    return markup.plain(REFERENCE.sub("", source_text))


def settle(session: Session, actor: Actor, example: Example) -> None:
    """Keep a row for each message that the texts of EXAMPLE quote, and none for others; draw the texts.

    One's own words need nobody's consent. Raise Invalid for a message that ACTOR may not quote.
    """
    found = {int(mark[1]): name for name in LONG for mark in marks(getattr(example, name) or "")}
    known = {quote.message_id: quote for quote in example.quotes}
    for number, quote in known.items():
        if number not in found and quote.consent != Consent.REFUSED:  # who has refused is not asked again
            example.quotes.remove(quote)
    for number in found.keys() - known.keys():
        example.quotes.append(_quoted(actor, number, found[number]))
    _refuse_what_is_not_there(example)
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
        if any(int(mark[1]) == number for mark in marks(text)):
            setattr(example, name, QUOTE.sub(
                lambda found: "\n\n" if int(found[1]) == number else found[0], text).strip())


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


def _refuse_what_is_not_there(example: Example) -> None:
    """Raise Invalid for a passage that goes past the end of its message."""
    lengths = {quote.message_id: len(quote.text) for quote in example.quotes if quote.consent != Consent.REFUSED}
    for name in LONG:
        for mark in marks(getattr(example, name) or ""):
            length = lengths.get(int(mark[1]))
            if mark[2] and length is not None and not int(mark[2]) < int(mark[3]) <= length:
                raise Invalid(errors={name: lazy_gettext("The message %(number)s is not there to be quoted.",
                                                         number=mark[0].strip("[]").removeprefix("message:"))})


def _quoted(actor: Actor, number: int, field: str) -> ExampleQuote:
    try:
        source = links.source(actor, f"message:{number}")
    except Missing:
        raise Invalid(errors={field: lazy_gettext("The message %(number)s is not there to be quoted.",
                                                  number=number)}) from None
    own = source.author_id == actor.id
    return ExampleQuote(message_id=number, person_id=source.author_id,
                        text=said(source.text),
                        consent=Consent.NAMED if own else Consent.WAITING, answered_at=now() if own else None)

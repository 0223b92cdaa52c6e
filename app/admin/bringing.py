"""A table of people, row by row: who can be taken, and why the others cannot."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from babel.lists import format_list
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext, lazy_gettext

from app import registers
from app.accounts.forms import stripped
from app.directory.lines import refused
from app.directory.models import ProfileField
from app.i18n import LOCALES, locale

HEADINGS = {
    "email": ("e-post", "epost", "email", "e-mail", "e-postadresse", "e-postadress", "mail"),
    "name": ("navn", "namn", "name", "fullt navn"),
    "title": ("tittel", "stilling", "titel", "befattning", "title", "job title"),
    "phone": ("telefon", "tlf", "mobil", "phone"),
    "municipality": ("kommune", "kommun", "municipality", "kommunenummer", "kommunnummer"),
    "language": ("språk", "language", "målform"),
    "network": ("nettverk", "nätverk", "network")}
NEEDED = {"email": lazy_gettext("E-mail"), "name": lazy_gettext("Name")}
TOO_LONG = {"name": (100, lazy_gettext("its name has more than %(most)s letters", most=100)),
            "title": (100, lazy_gettext("its job title has more than %(most)s letters", most=100)),
            "phone": (30, lazy_gettext("its phone number has more than %(most)s letters", most=30))}
SPOKEN = {"nb": "nb", "nn": "nn", "sv": "sv", "en": "en", "bokmål": "nb", "norsk": "nb", "nynorsk": "nn",
          "svenska": "sv", "svensk": "sv", "english": "en", "engelsk": "en", "engelska": "en", "": ""}


@dataclass(frozen=True)
class Newcomer:
    """One row that can be taken; LINE is its number in the file."""

    line: int
    email: str
    name: str
    title: str = ""
    phone: str = ""
    language: str = "nb"
    place: tuple[str, str] | None = None  # country and number of a municipality
    network: str = ""
    lines: tuple[tuple[int, str], ...] = ()  # of what administrators ask for: number of the field, and the answer


@dataclass(frozen=True)
class Refused:
    """One row that cannot be taken, and why."""

    line: int
    why: str

    def __str__(self) -> str:
        return str(gettext("row %(line)s: %(why)s", line=self.line, why=self.why))


def newcomers(rows: list[list[str]], networks: Iterable[str],
              asked: Sequence[ProfileField] = ()) -> Iterator[Newcomer | Refused]:
    """What each of ROWS says, after the row of headings; NETWORKS are those that there are.

    ASKED is what administrators ask for: a column of it is headed by its label, in any language.
    """
    columns = _columns(rows[0] if rows else [], asked)
    if missing := [str(words) for name, words in NEEDED.items() if name not in columns]:
        yield Refused(1, gettext("there is no column for %(names)s", names=format_list(missing, locale=locale())))
        return
    known, seen = list(networks), dict[str, int]()
    for line, row in enumerate(rows[1:], start=2):
        cells = {name: stripped(row[at]) if at < len(row) else "" for name, at in columns.items()}
        if not any(cells.values()):
            continue
        try:
            found = _newcomer(line, cells, known, asked)
        except ValueError as why:
            yield Refused(line, str(why))
            continue
        first = seen.setdefault(found.email, line)
        yield found if first == line else Refused(
            line, gettext("%(email)s is in row %(first)s already", email=found.email, first=first))


def municipality(text: str) -> tuple[str, str] | None:
    """Country and number of the municipality that TEXT names. Raise ValueError with one that it may mean."""
    if not text:
        return None
    country, _, number = text.upper().rpartition("-")
    for each in (country,) if country in ("NO", "SE") else ("NO", "SE"):
        if found := registers.find_municipality(number if country in ("NO", "SE") else text, each):
            return found.country, found.code
    close = _municipality_like(text)
    if close in ("", text):
        raise ValueError(gettext("there is no municipality %(name)s, or there are two: write its number",
                                 name=text[:60]))
    raise ValueError(gettext("there is no municipality %(name)s: did you mean %(close)s?", name=text[:60], close=close))


@cache
def _names() -> list[str]:
    return [name for one in registers.municipalities() for name in one.names_all.split(" – ")]


@lru_cache(10_000)
def _municipality_like(text: str) -> str:
    return next(iter(get_close_matches(text[:100], _names(), n=1, cutoff=0.6)), "")


def _columns(headings: list[str], asked: Sequence[ProfileField]) -> dict[str, int]:
    folded = [" ".join(cell.split()).casefold() for cell in headings]
    known = {**{str(one.id): [label.casefold() for label in one.labels.values()] for one in asked}, **HEADINGS}
    return {name: folded.index(word) for name, words in known.items() for word in reversed(words) if word in folded}


def _newcomer(line: int, cells: Mapping[str, str], networks: list[str], asked: Sequence[ProfileField]) -> Newcomer:
    place = municipality(cells.get("municipality", ""))
    for name, (most, words) in TOO_LONG.items():
        if len(cells.get(name, "")) > most:
            raise ValueError(str(words))
    if not cells["name"]:
        raise ValueError(gettext("it has no name"))
    spoken = SPOKEN.get(cells.get("language", "").casefold())
    if spoken is None:
        raise ValueError(gettext("we do not speak %(language)s: write one of %(languages)s",
                                 language=cells["language"][:30], languages=", ".join(LOCALES)))
    return Newcomer(line, address(cells["email"]), cells["name"], cells.get("title", ""), cells.get("phone", ""),
                    spoken or ("sv" if place and place[0] == "SE" else "nb"), place,
                    _network(cells.get("network", ""), networks), tuple(_answers(cells, asked)))


def address(text: str) -> str:
    """TEXT as an e-mail address in small letters. Raise ValueError for what is none."""
    if not text:
        raise ValueError(gettext("it has no e-mail address"))
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        raise ValueError(gettext("%(text)s is not an e-mail address", text=text[:80])) from None


def _network(text: str, names: list[str]) -> str:
    fold: Callable[[str], str] = str.casefold
    found = next((name for name in names if fold(name) == fold(text)), "")
    if text and not found:
        if close := get_close_matches(text, names, n=1, cutoff=0.6):
            raise ValueError(gettext("there is no network %(name)s: did you mean %(close)s?",
                                     name=text[:60], close=close[0]))
        raise ValueError(gettext("there is no network %(name)s", name=text[:60]))
    return found


def _answers(cells: Mapping[str, str], asked: Sequence[ProfileField]) -> Iterator[tuple[int, str]]:
    for one in asked:
        if text := cells.get(str(one.id), ""):
            if why := refused(one, text):
                raise ValueError(f"{one.label(locale())}: {why}")
            yield one.id, text

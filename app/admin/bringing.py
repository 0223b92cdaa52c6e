"""A table of people, row by row: who can be taken, and why the others cannot."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from email_validator import EmailNotValidError, validate_email

from app import registers
from app.accounts.forms import stripped
from app.i18n import LOCALES

HEADINGS = {
    "email": ("e-post", "epost", "email", "e-mail", "e-postadresse", "e-postadress", "mail"),
    "name": ("navn", "namn", "name", "fullt navn"),
    "title": ("tittel", "stilling", "titel", "befattning", "title", "job title"),
    "phone": ("telefon", "tlf", "mobil", "phone"),
    "municipality": ("kommune", "kommun", "municipality", "kommunenummer", "kommunnummer"),
    "language": ("språk", "language", "målform"),
    "network": ("nettverk", "nätverk", "network")}
LONGEST = {"name": 100, "title": 100, "phone": 30}
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


@dataclass(frozen=True)
class Refused:
    """One row that cannot be taken, and why."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"row {self.line}: {self.why}"


def newcomers(rows: list[list[str]], networks: Iterable[str]) -> Iterator[Newcomer | Refused]:
    """What each of ROWS says, after the row of headings; NETWORKS are those that there are."""
    columns = _columns(rows[0] if rows else [])
    if missing := {"email", "name"} - columns.keys():
        yield Refused(1, f"there is no column for {' and '.join(sorted(missing))}")
        return
    known, seen = list(networks), dict[str, int]()
    for line, row in enumerate(rows[1:], start=2):
        cells = {name: stripped(row[at]) if at < len(row) else "" for name, at in columns.items()}
        if not any(cells.values()):
            continue
        try:
            found = _newcomer(line, cells, known)
        except ValueError as why:
            yield Refused(line, str(why))
            continue
        first = seen.setdefault(found.email, line)
        yield found if first == line else Refused(line, f"{found.email} is in row {first} already")


def municipality(text: str) -> tuple[str, str] | None:
    """Country and number of the municipality that TEXT names. Raise ValueError with one that it may mean."""
    if not text:
        return None
    country, _, number = text.upper().rpartition("-")
    for each in (country,) if country in ("NO", "SE") else ("NO", "SE"):
        if found := registers.find_municipality(number if country in ("NO", "SE") else text, each):
            return found.country, found.code
    close = _municipality_like(text)
    hint = f": did you mean {close}?" if close not in ("", text) else ", or there are two: write its number"
    raise ValueError(f"there is no municipality {text[:60]}{hint}")


@cache
def _names() -> list[str]:
    return [name for one in registers.municipalities() for name in one.names_all.split(" – ")]


@lru_cache(10_000)
def _municipality_like(text: str) -> str:
    return next(iter(get_close_matches(text[:100], _names(), n=1, cutoff=0.6)), "")


def _columns(headings: list[str]) -> dict[str, int]:
    folded = [" ".join(cell.split()).casefold() for cell in headings]
    return {name: folded.index(word) for name, words in HEADINGS.items() for word in reversed(words) if word in folded}


def _newcomer(line: int, cells: Mapping[str, str], networks: list[str]) -> Newcomer:
    place = municipality(cells.get("municipality", ""))
    for name, most in LONGEST.items():
        if len(cells.get(name, "")) > most:
            raise ValueError(f"its {name} has more than {most} letters")
    if not cells["name"]:
        raise ValueError("it has no name")
    spoken = SPOKEN.get(cells.get("language", "").casefold())
    if spoken is None:
        raise ValueError(f"we do not speak {cells['language'][:30]}: write one of {', '.join(LOCALES)}")
    return Newcomer(line, address(cells["email"]), cells["name"], cells.get("title", ""), cells.get("phone", ""),
                    spoken or ("sv" if place and place[0] == "SE" else "nb"), place,
                    _one_of(cells.get("network", ""), networks, "network"))


def address(text: str) -> str:
    """TEXT as an e-mail address in small letters. Raise ValueError for what is none."""
    if not text:
        raise ValueError("it has no e-mail address")
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        raise ValueError(f"{text[:80]} is not an e-mail address") from None


def _one_of(text: str, names: list[str], what: str) -> str:
    fold: Callable[[str], str] = str.casefold
    found = next((name for name in names if fold(name) == fold(text)), "")
    if text and not found:
        close = get_close_matches(text, names, n=1, cutoff=0.6)
        raise ValueError(f"there is no {what} {text[:60]}" + (f": did you mean {close[0]}?" if close else ""))
    return found

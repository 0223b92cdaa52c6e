"""What an example was before: every field as people read it, and what a change did to which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from app.accounts.models import Person
from app.examples.fields import Fields
from app.examples.models import Example, ExampleVersion

PLAIN = ("title", "summary", "language", "organisation", "measure_type", "status", "start_date", "end_date",
         "challenge", "objectives", "solution", "participants", "political_decision", "cost_amount", "currency",
         "funding", "resources_text", "results", "effects", "success_factors", "barriers", "transferability",
         "links", "keywords", "sdg_targets", "cards", "geo_character", "image_alt", "image_credit",
         "location", "lat", "lon", "wanted_visibility")
STAYS = ("cards", "image_alt", "image_credit", "wanted_visibility")
FAR_APART = 1_000_000  # pairs of words; beyond it, finding what stayed takes too long
STATES = ("network_id", "visibility", "review_state")  # told in words of their own, or not at all


@dataclass(frozen=True)
class Changed:
    """A field that was changed: pieces of its text, each ("same", "gone" or "new", words)."""

    field: str
    pieces: list[tuple[str, str]]


@dataclass(frozen=True)
class Step:
    """One change: by whom, when, to which fields, and to what state if it went on to another."""

    version: int
    author: Person
    at: datetime
    state: str | None
    fields: list[Changed]


def snapshot(example: Example, files: Iterable[str]) -> dict[str, Any]:
    """Every field of EXAMPLE, ready for JSON; FILES are the names of what is attached."""
    return {
        "ids": {"themes": [theme.id for theme in example.themes],
                "municipalities": [place.id for place in example.municipalities]},
        **{name: getattr(example, name) for name in (*PLAIN, *STATES)},
        "themes": [theme.key for theme in example.themes],
        "municipalities": [place.name for place in example.municipalities],
        "contact_id": example.contact.name if example.contact else "",
        "deputy_id": example.deputy.name if example.deputy else "",
        "last_verified": example.last_verified.isoformat(),
        "files": list(files)}


def restorable(kept: dict[str, Any]) -> Fields:
    """Of a snapshot what can be written again, whoever may read or answer for the example today."""
    found: Any = {name: kept[name] for name in PLAIN if name in kept and name not in STAYS}
    found |= kept.get("ids", {})
    fields: Fields = found
    return fields


def steps(versions: Sequence[ExampleVersion], latest: dict[str, Any]) -> list[Step]:
    """What each of VERSIONS the latest first without a hole) was turned into; LATEST is how it reads now."""
    after = [latest, *(version.fields for version in versions)]
    return [Step(before.version, before.author, before.created_at,
                 then["review_state"] if then["review_state"] != before.fields["review_state"] else None,
                 [Changed(name, pieces(was, is_now)) for name in then if name not in (*STATES, "ids")
                  if (was := words(before.fields.get(name))) != (is_now := words(then[name]))])
            for before, then in zip(versions, after, strict=False)]


def words(value: Any) -> str:
    """A field as plain words."""
    if isinstance(value, list):
        return "\n".join(words(one) for one in value)
    if isinstance(value, dict):
        return " ".join(words(one) for one in value.values() if one not in (None, ""))
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    """What stayed, what went and what came, word by word."""
    old, new = before.split(" "), after.split(" ")
    if len(old) * len(new) > FAR_APART:
        return [("gone", before), ("new", after)]
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", " ".join(old[a:b])))
            continue
        found += [(how, " ".join(part)) for how, part in (("gone", old[a:b]), ("new", new[c:d])) if any(part)]
    return found

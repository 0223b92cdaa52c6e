"""What a document about examples says, whether it becomes a PDF or a Word file."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from flask_babel import format_date, gettext

from app import links
from app.database import now
from app.examples import labels, queries
from app.examples.exchange.prose import blocks
from app.examples.labels import FIELDS
from app.examples.models import Example
from app.examples.offers import title_of
from app.i18n import locale
from app.links import Place
from app.permissions import Actor

Json = dict[str, Any]
SECTIONS = (  # heading, what stands under it: the first as it is, the others under headings of their own
    ("challenge", ("challenge", "objectives")), ("solution", ("solution", "participants", "political_decision")),
    ("results", ("results",)), ("cost", ("resources_text",)), ("barriers", ("barriers",)),
    ("transferability", ("transferability", "success_factors")))


@dataclass(frozen=True)
class Cover:
    """What stands before several examples, and in NOTES, by the number of one, why it is among them."""

    title: str
    words: str = ""
    language: str = ""
    notes: Mapping[int, str] = field(default_factory=dict)


def document(actor: Actor, examples: Sequence[Example], base_url: str, cover: Cover | None = None) -> Json:
    """EXAMPLES, which ACTOR was given, as one document, each with its sources; several have a COVER."""
    told = cover or Cover(examples[0].title)
    return {"title": told.title, "is_list": cover is not None, "language": locale(), "intro": told.words,
            "said_in": told.language or locale(),
            "about": gettext("Taken from Livskraft on %(day)s.", day=format_date(now(), "long")),
            "words": {"figures": str(FIELDS["effects"]), "sources": gettext("Sources"),
                      "contents": gettext("Contents")},
            "examples": [{**_one(actor, example, base_url), "note": told.notes.get(example.id, "")}
                         for example in examples]}


def _one(actor: Actor, example: Example, base_url: str) -> Json:
    return {"title": example.title, "summary": example.summary, "language": example.language,
            "facts": [[str(name), str(value)] for name, value in _facts(example) if value],
            "figures": [[one["measure"], f"{labels.figure(one['value'])} {one.get('unit') or ''}".strip(),
                         str(one.get("year") or "")] for one in example.effects],
            "sections": [section for key, names in SECTIONS if (section := _section(example, key, names))["blocks"]],
            "sources": _sources(actor, example, base_url)}


def _facts(example: Example) -> list[tuple[Any, Any]]:
    return [
        (FIELDS["municipalities"], ", ".join(place.name for place in example.municipalities)),
        (FIELDS["organisation"], example.organisation), (FIELDS["themes"], ", ".join(labels.theme_names(example))),
        (FIELDS["measure_type"], labels.MEASURE_TYPES.get(example.measure_type) if example.measure_type else ""),
        (FIELDS["status"], labels.STATUSES.get(example.status) if example.status else ""),
        (FIELDS["cost_amount"], labels.money(example) if example.cost_amount is not None else ""),
        (FIELDS["funding"], example.funding),
        (gettext("When"), labels.period(example) if example.start_date or example.end_date else ""),
        (FIELDS["contact_id"], example.contact.name if example.contact else ""),
        (FIELDS["last_verified"], format_date(example.last_verified, "long"))]


def _section(example: Example, key: str, names: Sequence[str]) -> Json:
    found: list[Json] = []
    for name in names:
        there = [asdict(block) for block in blocks(example.html_of.get(name, ""))]
        if there and name not in (key, "resources_text"):
            found.append({"kind": "h", "runs": [{"text": str(FIELDS[name]), "bold": False, "italic": False}]})
        found += there
    return {"title": gettext("Cost and time") if key == "cost" else str(FIELDS[key]), "blocks": found}


def _sources(actor: Actor, example: Example, base_url: str) -> list[list[str]]:
    """[what, where]: the example itself, its links, its indicator cards, its files."""
    found = [[gettext("The example"), base_url + example.path]]
    found += [[one["label"], one["url"]] for one in example.links]
    if example.cards and example.network_id:
        shown = links.embeds(example.cards, Place(example.network_id, None, example.place))
        found += [[title_of(shown[key]), f"{base_url}/cards/{key.partition(':')[2]}"]
                  for key in example.cards if key in shown]
    return found + [[file.name, f"{base_url}/files/{file.id}"] for file in queries.files(actor, example)]

"""A card on a page of paper: tagged PDF, as accessible as the page, through typst."""

import json
from pathlib import Path
from typing import Any

from app.indicators.charts import chart
from app.indicators.shown import Shown
from app.typeset import typeset

LAYOUT = Path(__file__).parent / "layouts" / "card.typ"
ABREAST = 6  # municipalities in one table; the others follow in the next
PDF = "application/pdf"


def card_pdf(card: Shown) -> bytes:
    """CARD as PDF/UA-1: title, language, headings, table headers, and the chart in words."""
    return typeset(LAYOUT.read_bytes(), format="pdf", pdf_standards=["ua-1"],
                   sys_inputs={"card": json.dumps(_data(card))})


def _data(card: Shown) -> dict[str, Any]:
    frozen, say = card.frozen, card.words.say
    return {
        "title": frozen.title, "subtitle": " · ".join(filter(None, [frozen.unit, card.direction])), "lang": card.lang,
        "svg": "" if frozen.form == "table" else str(chart(frozen, bare=True)), "alt": card.alt, "note": frozen.note,
        "source": card.source, "words": [*card.changes, *card.beside, *card.missing], "parts": _parts(card),
        "definition": frozen.definition, "caveat": frozen.caveat, "footer": f"Livskraft · {card.source}",
        "labels": {name: say(name) for name in ("words", "figures", "explained", "year")}}


def _parts(card: Shown) -> list[dict[str, Any]]:
    """The table, cut so that it fits on paper."""
    rows, missing = card.table(), "–"
    return [{"names": card.columns[at:at + ABREAST],
             "rows": [[str(year), *(value or missing for value in values[at:at + ABREAST])] for year, values in rows]}
            for at in range(0, len(card.columns), ABREAST)]

"""A card as CSV that spreadsheets open as it is meant: one line a figure, each with its source."""

import csv
import io

from app.indicators.frozen import Frozen
from app.indicators.words_beside import circle_name, circle_rows

# A spreadsheet takes a cell that begins like this for a formula, and may run it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HEADINGS = {
    "nb": ("kommunenummer", "kommune", "år", "verdi", "enhet", "indikator", "kilde", "tabell", "hentet", "merknad"),
    "nn": ("kommunenummer", "kommune", "år", "verdi", "eining", "indikator", "kjelde", "tabell", "henta", "merknad"),
    "sv": ("kommunkod", "kommun", "år", "värde", "enhet", "indikator", "källa", "tabell", "hämtat", "anmärkning"),
    "en": ("municipality number", "municipality", "year", "value", "unit", "indicator", "source", "table",
           "retrieved", "note"),
}


def card_csv(frozen: Frozen) -> str:
    """All of FROZEN, with semicolons and decimal comma; English has commas and points. A missing value is empty."""
    english = frozen.lang == "en"
    text = io.StringIO()
    writer = csv.writer(text, delimiter="," if english else ";", lineterminator="\r\n")
    writer.writerow(HEADINGS[frozen.lang])
    about = [safe(cell) for cell in (frozen.unit, frozen.title, frozen.source, frozen.table)]
    for place, values in frozen.rows():
        for year, value in zip(frozen.years, values, strict=True):
            number = "" if value is None else repr(value) if english else repr(value).replace(".", ",")
            writer.writerow([safe(place.code), safe(place.name), year, number, *about,
                             frozen.retrieved.isoformat(), safe(frozen.note)])
    for what, summed in circle_rows(frozen):
        for year, level in summed.items():
            number = repr(level) if english else repr(level).replace(".", ",")
            writer.writerow(["", safe(f"{what}: {circle_name(frozen)}"), year, number, *about,
                             frozen.retrieved.isoformat(), ""])
    return "\ufeff" + text.getvalue()  # the mark by which Excel knows UTF-8


def safe(cell: str) -> str:
    """CELL so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell

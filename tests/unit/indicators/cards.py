"""Cards to test with: real figures of Telemark, and made-up ones where the real are too tame."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from app import registers
from app.indicators.frozen import Frozen, Place
from app.indicators.importers import Row, derived, read

BAMBLE, KRAGERO, DRANGEDAL, SILJAN = "4012", "4014", "4016", "4010"
ANNES = (BAMBLE, KRAGERO, DRANGEDAL, SILJAN)


@cache
def real_rows() -> list[Row]:
    """Every figure that comes with Livskraft, derived ones too."""
    rows = [item for file in registers.figures() for item in read(file.path) if isinstance(item, Row)]
    return rows + [item for item in derived(rows) if isinstance(item, Row)]


def real(code: str = "no_ghg_per_inhab_ex_industry", places: Sequence[str] = ANNES, *,
         own: str | None = BAMBLE,
         years: Sequence[int] | None = None, lang: str = "nb") -> Frozen:
    """A card with the real figures of PLACES."""
    indicator = next(one for one in registers.indicators() if one.code == code)
    values: dict[str, dict[int, float | None]] = {place: {} for place in places}
    for row in real_rows():
        if row.indicator_code == code and row.municipality in values and (not years or row.year in years):
            values[row.municipality][row.year] = row.value
    found = [registers.find_municipality(place) for place in places]
    return made(values, names={place.code: place.name for place in found if place}, own=own, lang=lang,
                indicator=code, title=indicator.names[lang], unit=indicator.units[lang],
                decimals=indicator.decimals, direction=indicator.direction, source=indicator.source,
                table=indicator.table, url=indicator.url)


def made(values: Mapping[str, Mapping[int, float | None]], *, names: Mapping[str, str] | None = None,
         own: str | None = None, **fields: Any) -> Frozen:
    """A card of VALUES, by municipality and year; municipalities are called by their code."""
    plain = {"indicator": "made_up", "title": "Made up", "unit": "kroner", "decimals": 1,
             "direction": "neutral",
             "definition": "", "caveat": "", "lang": "nb", "source": "Nobody", "table": "", "release": None,
             "retrieved": date(2026, 11, 22)}
    years = tuple(sorted({year for row in values.values() for year in row}))
    return Frozen(**{**plain, **fields}, own=own, years=years, values=values,
                  municipalities=tuple(Place(code, (names or {}).get(code, code)) for code in values))

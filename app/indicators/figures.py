"""The figures of one import, put together before they become a release."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from app.indicators.importers import Refusal, Row
from app.indicators.importers.rows import TWICE

Cell = tuple[int, int, float | None, str]  # organisation, year, value, the source's sign


@dataclass
class Figures:
    """What came of one indicator: its figures by municipality and year, and those of former municipalities."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    former: dict[tuple[str, int], tuple[float | None, str]] = field(default_factory=dict)

    def put(self, place: int, row: Row) -> Refusal | None:
        """One figure more. Where the same municipality comes under two numbers, a figure wins over a gap."""
        key = place, row.year
        known = self.cells.get(key)
        if known is None or known[2] is None:
            self.cells[key] = *key, row.value, row.status
        elif row.value not in (None, known[2]):
            return Refusal(0, TWICE, cell=f"{row.municipality} {row.year}")
        return None

    @property
    def checksum(self) -> str:
        """The same for the same figures, in whichever order they came."""
        said: list[Any] = sorted(self.cells.values(), key=lambda cell: cell[:2])
        said += [[*key, *value] for key, value in sorted(self.former.items())]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

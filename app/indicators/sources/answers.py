"""What a source answered about one table: its figures, and what it says about them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.indicators.importers import jsonstat
from app.indicators.importers.rows import Item, Refusal, Unreadable
from app.indicators.sources.recipes import Recipe


@dataclass
class Answer:
    """Figures and refusals, in the order they came."""

    items: list[Item] = field(default_factory=list)
    updated: datetime | None = None  # by the source
    following: date | None = None  # when the source means to publish next
    notes: list[str] = field(default_factory=list)  # what the source says must be shown beside the figures

    def refuse(self, problem: Unreadable) -> "Answer":
        """The same, and what could not be read."""
        self.items.append(Refusal(0, problem.why, problem.column, problem.cell))
        return self


def collected(documents: Iterable[Any], recipe: Recipe) -> Answer:
    """All parts of a table, each a JSON-stat 2 document. What cannot be read is refused, and the rest left."""
    whole = Answer()
    try:
        for document in documents:
            cube = jsonstat.cube(document)
            whole.items += jsonstat.rows(cube, recipe.series)
            whole.notes += [note for note in cube.notes if note not in whole.notes]
            whole.updated = cube.document.updated or whole.updated
            whole.following = cube.document.following or whole.following
    except Unreadable as problem:
        return whole.refuse(problem)
    return whole

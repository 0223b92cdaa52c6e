"""Tables in which one line is one figure."""

from collections.abc import Callable, Iterable, Iterator

from app.indicators.importers import cells
from app.indicators.importers.rows import TWICE, Item, Refusal, Row, Unreadable, name_key
from app.indicators.importers.table import Line


def place(line: Line) -> str:
    """The municipality of LINE, its number where there is one. Raises Unreadable."""
    column = "number" if line.has("number") else "name"
    return line.parse(column, lambda cell: cells.municipality(cell, line.cell("name")))


def year(line: Line) -> int:
    """The year of LINE. Raises Unreadable."""
    return line.parse("year", cells.year)


def refusal(line: Line, problem: Unreadable) -> Refusal:
    """What to say of PROBLEM in LINE."""
    return Refusal(line.number, problem.why, problem.column, problem.cell)


def value(line: Line, least: float = 0) -> tuple[float | None, str]:
    """The figure of LINE and the source's sign beside it, from a column of its own where there is one."""
    sign = line.cell("status").strip()
    if sign and not line.cell("value").strip():
        return None, sign
    found, beside = line.parse("value", lambda cell: cells.figure(cell, least=least))
    return found, sign or beside


def figures(lines: Iterable[Line | Refusal], code_of: Callable[[Line], str], least: float = 0) -> Iterator[Item]:
    """A row for each line, of the indicator that CODE_OF says; the same one twice is refused, as is less than LEAST."""
    seen: set[tuple[str, str, int]] = set()
    for line in lines:
        if isinstance(line, Refusal):
            yield line
            continue
        try:
            row = Row(code_of(line), place(line), year(line), *value(line, least))
        except Unreadable as problem:
            yield refusal(line, problem)
            continue
        key = row.indicator_code, name_key(row.municipality), row.year
        yield row if key not in seen else Refusal(line.number, TWICE, cell=f"{row.municipality} {row.year}")
        seen.add(key)

"""Kolada v3 as it answers: values by key figure, municipality, year and gender; those taken back are left out."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.indicators.importers import cells
from app.indicators.importers.jsonstat import figure
from app.indicators.importers.rows import NOT_THIS_FORM, TWICE, Item, Refusal, Row, Unreadable

WHOLE = "T"  # women and men together


def rows(answer: Any, codes: Mapping[str, str]) -> Iterator[Item]:
    """The figures for all inhabitants in one page of ANSWER. CODES: Kolada's id -> our indicator."""
    values = answer.get("values") if isinstance(answer, dict) else None
    if not isinstance(values, list):
        yield Refusal(0, NOT_THIS_FORM, "values")
        return
    seen: set[tuple[str, str, int]] = set()
    for number, one in enumerate(values, 1):
        try:
            row = _row(one, codes)
        except Unreadable as problem:
            yield Refusal(number, problem.why, problem.column, problem.cell)
            continue
        if row is None:
            continue
        key = row.indicator_code, row.municipality, row.year
        yield row if key not in seen else Refusal(number, TWICE, cell=f"{row.municipality} {row.year}")
        seen.add(key)


def next_page(answer: Any) -> str | None:
    """The address of the page after this one; None at the end."""
    found = (answer.get("next_url") or answer.get("next_page")) if isinstance(answer, dict) else None
    return found if isinstance(found, str) and found else None


def _row(one: Any, codes: Mapping[str, str]) -> Row | None:
    if not isinstance(one, dict) or not isinstance(one.get("values"), list):
        raise Unreadable(NOT_THIS_FORM)
    code = codes.get(str(one.get("kpi")))
    if code is None:
        raise Unreadable(NOT_THIS_FORM, "kpi", str(one.get("kpi")))
    whole = [each for each in one["values"] if isinstance(each, dict) and each.get("gender") == WHOLE]
    if not whole or whole[0].get("isdeleted"):
        return None
    value, sign = whole[0].get("value"), str(whole[0].get("status") or "")
    place, year = cells.municipality(str(one.get("municipality", ""))), cells.year(str(one.get("period")))
    return Row(code, place, year, *figure(value, sign))


def published(answer: Any) -> date | None:
    """The day of publication that Kolada tells of a key figure; None where it does not."""
    found = answer.get("values") if isinstance(answer, dict) else None
    one = found[0] if isinstance(found, list) and found else answer
    try:
        return date.fromisoformat(one["publication_date"])
    except (TypeError, KeyError, ValueError):
        return None

"""The catalogue of indicators as rows of ours: added and renewed, never removed."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import registers
from app.indicators.models import Indicator
from app.networks.models import Theme


def renew(session: Session, rows: Iterable[registers.Indicator]) -> list[Indicator]:
    """Bring ROWS up to date by their codes; return those that were new or different."""
    known = {one.code: one for one in session.scalars(select(Indicator))}
    themes = {theme.key: theme.id for theme in session.scalars(select(Theme))}
    changed: list[Indicator] = []
    for row in rows:
        one = known.get(row.code) or Indicator(code=row.code)
        facts = _facts(row) | {"theme_id": themes.get(row.theme)}
        different = {name: value for name, value in facts.items() if getattr(one, name) != value}
        for name, value in different.items():
            setattr(one, name, value)
        session.add(one)
        changed += [one] if different else []
    session.flush()
    return changed


def _facts(row: registers.Indicator) -> dict[str, Any]:
    same = ("country", "names", "definitions", "caveats", "decimals", "direction", "source", "variable", "url",
            "periodicity", "derived_from", "variant_of")
    return {name: getattr(row, name) for name in same} | {"unit": row.units, "table_id": row.table}

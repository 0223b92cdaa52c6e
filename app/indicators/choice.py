"""What somebody wants to see: an indicator, for some municipalities and years."""

from dataclasses import dataclass

from app.indicators.frozen_parts import Form, Target


@dataclass(frozen=True, slots=True)
class Choice:
    """MUNICIPALITIES are official numbers or names; SINCE and UNTIL are years, None for as far as figures go."""

    indicator: str
    municipalities: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    note: str = ""
    language: str = ""  # that of the person who chooses, if not said
    form: Form = "chart"
    compare: str = ""  # "network:3", "similar", "county" or "country": whose median is shown beside
    target: Target | None = None
    measures: bool = False  # whether measures of the example bank are marked at their year

"""What somebody wants to see: an indicator, for some municipalities and years."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """MUNICIPALITIES are official numbers or names; SINCE and UNTIL are years, None for as far as figures go."""

    indicator: str
    municipalities: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    note: str = ""
    language: str = "nb"

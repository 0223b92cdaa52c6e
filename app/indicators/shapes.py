"""What the API takes and gives about indicators and cards."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from app.api import Body

Year = Annotated[int, Field(ge=1000, le=9999)]


def _codes(texts: list[str]) -> list[str]:
    """Also "4012,4014" in one."""
    return [code for text in texts for part in text.split(",") if (code := part.strip())]


class Indicators(Body):
    """Which of the catalogue."""

    theme: str = ""
    q: str = ""


class Observations(Body):
    """Which figures; `municipality` may come several times, or with commas."""

    municipality: Annotated[list[str], AfterValidator(_codes)] = Field(default=[])
    since: Year | None = Field(None, alias="from")
    until: Year | None = Field(None, alias="to")
    cursor: str | None = None
    limit: int | None = Field(None, ge=1)


class Aim(Body):
    """Where the municipality wants to be."""

    year: Year
    value: Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]


class Card(Body):
    """An indicator, for municipalities (official numbers or names) and years; without years, for all."""

    indicator: str
    municipalities: list[str]
    since: int | None = Field(None, alias="from")
    until: int | None = Field(None, alias="to")
    note: str = ""
    language: Literal["", "nb", "nn", "sv", "en"] = ""  # without it, your own
    form: Literal["chart", "bars", "table"] = "chart"
    compare: str = ""  # whose median is shown beside: "network:3", "similar", "county", "country"
    target: Aim | None = None
    measures: bool = False  # mark what was done, from the example bank


class ReleaseShown(Body):
    """One import."""

    id: int
    source: str
    table: str
    url: str
    retrieved: str
    updated: str | None
    rows: int


class IndicatorShown(Body):
    """What is counted, in the language that was asked for. `direction` says which way is better."""

    code: str
    country: str
    theme: str | None
    name: str
    unit: str
    definition: str
    caveat: str
    decimals: int
    direction: str
    source: str
    table: str
    variable: str
    source_url: str
    periodicity: str
    derived_from: str
    municipalities: int
    first_year: int | None
    last_year: int | None
    release: ReleaseShown | None
    url: str


class IndicatorsShown(Body):
    """The catalogue."""

    items: list[IndicatorShown]
    next: str | None


class Municipality(Body):
    """By official number."""

    code: str
    name: str


class ObservationShown(Body):
    """One figure; `status` is the source's sign for one that is missing or provisional."""

    municipality: Municipality
    year: int
    value: float | None
    status: str
    release: int


class ObservationsShown(Body):
    """Figures as they are now."""

    items: list[ObservationShown]
    next: str | None


class AuthorShown(Body):
    """Who made it."""

    id: int
    name: str


class CircleShown(Body):
    """Municipalities summed up: the median of each year, and between which values they lie."""

    kind: str
    name: str
    size: int
    middle: dict[int, float]
    low: dict[int, float]
    high: dict[int, float]
    codes: list[str]


class MarkShown(Body):
    """A measure that was taken."""

    year: int
    text: str
    url: str


class CardShown(Body):
    """A card. All but `newer_figures` is as it was when the card was made; values are by municipality and year."""

    id: int
    url: str
    indicator: str
    title: str
    unit: str
    decimals: int
    direction: str
    definition: str
    caveat: str
    language: str
    municipalities: list[Municipality]
    own: str | None
    years: list[int]
    values: dict[str, dict[int, float | None]]
    source: str
    table: str
    source_url: str
    release: int | None
    retrieved: str
    updated: str | None
    note: str
    form: str
    circle: CircleShown | None
    target: Aim | None
    marks: list[MarkShown]
    text: str
    author: AuthorShown
    created_at: str
    newer_figures: bool

"""What may be asked of the search: the same over the page and the API."""

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from app.api import Body
from app.search.operators import Parsed, parse

Type = Literal["example", "thread", "file", "person", "gathering", "goal", "network", "room", "link", "municipality",
               "organisation", "card", "indicator", "collection"]
LONGEST = 500  # characters; what is longer is cut, as it would be read
LARGEST_ID = 2**31 - 1


class Typed(Body):
    """What was typed so far."""

    q: str = ""

    @field_validator("q")
    @classmethod
    def not_endless(cls, text: str) -> str:
        """Nobody types more."""
        return text[:LONGEST]


class Asked(Typed):
    """A search with its filters; empty ones are none."""

    type: Type | None = None
    theme: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")] | None = None
    network: Annotated[int, Field(gt=0, le=LARGEST_ID)] | None = None
    municipality: Annotated[str, Field(pattern=r"^(SE-)?[0-9]{4}$",
                                       description="official number; SE-2510 for Swedish ones")] | None = None
    county: Annotated[str, Field(pattern=r"^(NO|SE)-[0-9]{2}$")] | None = None
    year: Annotated[int, Field(ge=1900, le=2200)] | None = None
    answered: Literal["yes", "no"] | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = None
    sort: Literal["relevance", "newest"] = "relevance"
    page: Annotated[int, Field(ge=1, le=500)] = 1

    @field_validator("*", mode="before")
    @classmethod
    def empty_is_none(cls, value: Any, field: Any) -> Any:
        """A form sends all its fields."""
        return cls.model_fields[field.field_name].default if value == "" else value

    @cached_property
    def typed(self) -> Parsed:
        """The words and the operators of what was typed."""
        return parse(self.q)

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for but words."""
        return bool(self.filters or self.typed.operators)

    @property
    def filters(self) -> dict[str, str]:
        """What narrows the search, by the name of its facet."""
        values = {name: getattr(self, name) for name in FILTERS}
        return {name: str(value) for name, value in values.items() if value is not None}


FILTERS = ("type", "theme", "network", "municipality", "county", "year", "answered", "language")

"""Which table of which source holds our indicators: read from registers/sources.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from app.registers import FOLDER

EMISSIONS = "miljodirektoratet"


class Recipe(BaseModel):
    """One table (of Kolada: one key figure) and what to take of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    source: str
    table: str
    series: Mapping[str, Mapping[str, str]] = {}  # our indicator -> dimension -> code or label
    codelist: Mapping[str, str] = {}  # dimension -> the source's own grouping of its values
    language: str = "no"
    url: str = ""  # of a file


class Source(BaseModel):
    """Who makes figures, how to ask, and how often one may."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    key: str
    name: str
    kind: Literal["pxweb2", "kolada", "file"]
    url: str
    calls: int
    seconds: int
    cells: int = 100_000  # of one answer, where the source has such a limit
    older: str = ""  # where its tables are in version 1 of PxWebApi, if the other does not answer


@cache
def sources() -> dict[str, Source]:
    """All of them by key."""
    found = [Source.model_validate(one) for one in _file()["source"]]
    return {one.key: one for one in found}


@cache
def recipes(emissions_url: str = "") -> tuple[Recipe, ...]:
    """All tables that are fetched; Miljødirektoratet's workbook too, where it is known at which address it is now."""
    found = tuple(Recipe.model_validate(one) for one in _file()["table"])
    if emissions_url:
        found += (Recipe(source=EMISSIONS, table="Utslipp av klimagasser i kommuner", url=emissions_url),)
    return found


def _file() -> dict[str, list[dict[str, object]]]:
    return tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8"))

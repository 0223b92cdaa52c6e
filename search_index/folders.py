"""Where the index lies: FOLDER/current names the index in use, so that another can take its place at once."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from whoosh import index
from whoosh.index import FileIndex
from whoosh.util.filelock import FileLock, try_for

from search_index.face import VERSION
from search_index.schema import SCHEMA

_TOC = re.compile(r"_MAIN_(\d+)\.toc")
_PREFIX = f"index-{VERSION}-"


class Busy(RuntimeError):
    """Another process or thread is writing the index; try again later."""


class Unreadable(OSError):
    """The files of the index are broken or gone, after a power cut perhaps: rebuild it."""


@contextmanager
def alone(folder: Path, wait: float) -> Iterator[None]:
    """Nobody else writes inside this block. Waits up to WAIT seconds for that, then raises Busy."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(folder / "writer.lock"))
    if not try_for(lock.acquire, timeout=wait, delay=0.05):
        raise Busy(f"the search index in {folder} is being written")
    try:
        yield
    finally:
        lock.release()


def current(folder: Path) -> str:
    """The name of the index in use; empty where there is none, or one that another version wrote."""
    try:
        name = (folder / "current").read_text("utf-8")
    except FileNotFoundError:
        return ""
    return name if name.startswith(_PREFIX) else ""


def create(folder: Path) -> str:
    """Makes a new empty index beside the one in use and returns its name."""
    name = _PREFIX + uuid4().hex[:12]
    (folder / name).mkdir(parents=True)
    index.create_in(str(folder / name), SCHEMA)
    return name


def opened(folder: Path, name: str) -> FileIndex:
    """The Whoosh index of that name. Our own schema is used, never the one pickled in the folder."""
    return index.open_dir(str(folder / name), schema=SCHEMA)


def generation(folder: Path, name: str) -> int:
    """The number of the last commit of that index; -1 when it is gone."""
    numbers = (_TOC.fullmatch(entry) for entry in os.listdir(folder / name))
    return max((int(found[1]) for found in numbers if found), default=-1)


def use(folder: Path, name: str) -> None:
    """From now on NAME is the index in use. The others are removed; who reads one has its files open."""
    fresh = folder / "current.new"
    fresh.write_text(name, "utf-8")
    os.replace(fresh, folder / "current")
    for other in folder.glob("index-*"):
        if other.name != name:
            shutil.rmtree(other, ignore_errors=True)

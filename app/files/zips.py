"""Office files are zips: opened only within limits, before anything in them is read.

Used by the worker too: no Flask, no database here.
"""

import re
import zipfile
import zlib
from pathlib import Path

MAX_PARTS = 5_000
LEADS_OUT = re.compile(r"^[/\\]|(?:^|[/\\])\.\.(?:$|[/\\])|:")
MAX_UNPACKED = 120 * 2**20  # bytes, besides three times the size of the file


class Unsafe(ValueError):
    """A zip that is not to be read; says why in one word: broken, protected, bomb or mixed."""


def open_zip(path: Path) -> zipfile.ZipFile:
    """The zip at PATH. Raise Unsafe for one that is broken, locked, far larger unpacked, or two at once."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unsafe("broken") from error
    try:
        _check(archive.infolist(), path.stat().st_size)
    except Unsafe:
        archive.close()
        raise
    return archive


def read_part(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """The part NAME, or nothing if there is none. Raise Unsafe if it is broken or over LIMIT bytes."""
    if name not in archive.namelist():
        return b""
    try:
        with archive.open(name) as part:
            content = part.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError) as error:
        raise Unsafe("broken") from error
    if len(content) > limit:
        raise Unsafe("bomb")
    return content


def _check(parts: list[zipfile.ZipInfo], size: int) -> None:
    names = {part.filename for part in parts}
    if not parts or min(part.header_offset for part in parts) != 0 or len(names) != len(parts):
        raise Unsafe("mixed")  # something stands before it, or two parts have the same name
    if any(part.flag_bits & 1 for part in parts):
        raise Unsafe("protected")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED + 3 * size:
        raise Unsafe("bomb")
    if any(LEADS_OUT.search(name) for name in names):
        raise Unsafe("mixed")

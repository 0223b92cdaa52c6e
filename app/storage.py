"""The bytes of uploaded files: on disk under their own hash, never under a name someone chose."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from flask import current_app

from app.errors import Conflict, TooLarge

CHUNK = 64 * 1024
Bytes = IO[bytes]


def folder() -> Path:
    """Where they are."""
    path = Path(current_app.config["LIVSKRAFT"].data_dir) / "files"
    path.mkdir(parents=True, exist_ok=True)
    return path


def path_of(sha256: str) -> Path:
    """The file with this content."""
    return folder() / sha256[:2] / sha256


def receive(stream: IO[bytes], limit: int) -> tuple[Path, str, int]:
    """Stream to a temporary file: its path, sha256 and size in bytes. Raise TooLarge past LIMIT."""
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder(), prefix="incoming-", delete=False) as file:
        try:
            for chunk in chunks(stream):
                size += len(chunk)
                if size > limit:
                    raise TooLarge
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    return Path(file.name), digest.hexdigest(), size


def part_of(token: str) -> Path:
    """Where what has come so far of an upload in pieces is."""
    return folder() / f"incoming-{token}"


def append(part: Path, offset: int, stream: IO[bytes], limit: int) -> int:
    """Add STREAM to what has come so far; return how many bytes that is now. What a cut line leaves stays.

    Raise Conflict where OFFSET is not the end of it or another request is writing, TooLarge past LIMIT.
    """
    with part.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict from None
        if file.tell() != offset:
            raise Conflict
        for chunk in chunks(stream):
            if file.tell() + len(chunk) > limit:
                raise TooLarge
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def keep(temporary: Path, sha256: str) -> None:
    """Give a received file its lasting place. The same content twice is kept once."""
    final = path_of(sha256)
    final.parent.mkdir(exist_ok=True)
    temporary.replace(final)


def chunks(stream: IO[bytes]) -> Iterable[bytes]:
    """STREAM in pieces of 64 kB."""
    while chunk := stream.read(CHUNK):
        yield chunk

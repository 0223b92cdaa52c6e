"""The text of a file, page by page, read in a process of its own with limits of memory and time."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from app.confine import OUT_OF_MEMORY, environment
from app.files.kinds import Kind
from app.files.models import Extraction

ROOT = Path(__file__).parents[2]
SECONDS = 30  # on the clock; the worker itself stops after 20 seconds of processor time
MOST_OUTPUT = 32 * 2**20
ENDINGS = {OUT_OF_MEMORY: "memory", -24: "slow"}  # how the worker ends: by itself, or by SIGXCPU


@dataclass(frozen=True)
class Page:
    """The text of one page, slide or sheet; a text without pages is one page."""

    number: int  # from 1
    text: str


@dataclass(frozen=True)
class Extracted:
    """What came of it: READ with pages, EMPTY, REFUSED (not safe to read) or FAILED (could not be read)."""

    status: Extraction
    pages: tuple[Page, ...] = ()
    reason: str = ""  # one word for the log: protected, broken, bomb, mixed, entities, memory, slow, crashed


def extract(path: Path, kind: Kind) -> Extracted:
    """The text of the file of KIND at PATH. Never raises for what is in the file."""
    if kind.family == "image":
        return Extracted(Extraction.EMPTY)
    reason, output = run_apart("app.files.extract_worker", path, kind.extension)
    if reason:
        return Extracted(Extraction.FAILED, reason=reason)
    try:
        made = json.loads(output)
        pages = tuple(Page(int(page["number"]), str(page["text"])) for page in made["pages"])
        return Extracted(Extraction(made["status"]), pages, str(made["reason"]))
    except (ValueError, KeyError, TypeError):
        return Extracted(Extraction.FAILED, reason="crashed")


def run_apart(worker: str, path: Path, extension: str) -> tuple[str, bytes]:
    """What the WORKER prints about the file at PATH; or why it came to no end: memory, slow, crashed."""
    with TemporaryFile() as output:
        command = [sys.executable, "-m", worker, str(path.resolve()), extension]
        try:
            code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL,
                                  cwd=ROOT, env=environment(), timeout=SECONDS, check=False).returncode
        except subprocess.TimeoutExpired:
            return "slow", b""
        output.seek(0)
        return (ENDINGS.get(code, "crashed") if code else ""), output.read(MOST_OUTPUT)

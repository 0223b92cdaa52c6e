"""The rows of a table that somebody sends in, read in a process of its own with limits of memory and time."""

import json
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext

from app.errors import Invalid
from app.files.extract import run_apart

WORKER = "app.files.table_worker"
KINDS = ("csv", "xlsx", "ods", "docx")
Sheet = list[list[str]]
WHY = {
    "kind": lazy_gettext("Send a CSV, Excel or Word file."),
    "large": lazy_gettext("The file is too large to be read at once. Divide it."),
    "bomb": lazy_gettext("The file is too large to be read at once. Divide it."),
    "protected": lazy_gettext("The file is locked with a password."),
}
NOT_SAFE = lazy_gettext("This file is broken or not safe to read.")


def read_tables(path: Path, name: str) -> list[Sheet]:
    """The sheets of the file at PATH, which its sender calls NAME. Raise Invalid, in words, if it cannot be read."""
    kind = name.rpartition(".")[2].lower()
    if kind not in KINDS:
        raise Invalid(errors={"file": WHY["kind"]})
    reason, output = run_apart(WORKER, path, kind)
    made: dict[str, Any] = _made(output) if not reason else {"reason": reason}
    if made.get("status") != "read":
        raise Invalid(errors={"file": WHY.get(made["reason"], NOT_SAFE)})
    found: list[Sheet] = made["sheets"]
    return found


def _made(output: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(output)
    except ValueError:
        return {"reason": "crashed"}
    return found

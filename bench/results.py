"""RESULTS.md: one section for each measurement, replaced when it is run again."""

import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

FILE = Path(__file__).with_name("RESULTS.md")
HEAD = ("# What was measured\n\nWritten by the commands themselves. "
        "Absolute times move with the machine: read the ratios.\n")


def write(name: str, text: str) -> None:
    """Put TEXT as the section NAME, with the day, the machine and the commit."""
    sections = read()
    sections[name] = f"{when()}\n\n{text.strip()}\n"
    FILE.write_text(HEAD + "".join(f"\n## {title}\n{body}" for title, body in sorted(sections.items())))
    print(f"\n{text}\n-> {FILE}")


def read() -> dict[str, str]:
    """The sections that are there."""
    if not FILE.exists():
        return {}
    parts = FILE.read_text().split("\n## ")[1:]
    return {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in parts}


def when() -> str:
    """The day, the machine and the commit that was measured."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=False)
    return (f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {platform.system()} "
            f"{platform.machine()}, commit {commit.stdout.strip() or 'none'}")


def table(head: list[str], rows: list[list[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def percentile(values: list[float], part: float) -> float:
    """The value that PART (0..1) of VALUES stay below, by nearest rank; nan for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else float("nan")

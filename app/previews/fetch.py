"""Starts the fetcher, and takes what it says for what it is: words of strangers."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile

from app.confine import environment
from app.previews.fetcher import OUTPUT
from app.previews.page import MOST, Found, tidied

ROOT = Path(__file__).parents[2]
SECONDS = 8.0  # on the clock, whatever it is busy with


def fetch(url: str) -> Found | None:
    """What the page at URL says of itself; None where there is none, or none that we go to."""
    with TemporaryFile() as output:
        try:
            code = subprocess.run(
                [sys.executable, "-m", "app.previews.fetcher", url], stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.DEVNULL, cwd=ROOT, env=environment(), timeout=SECONDS,
                check=False).returncode
        except (subprocess.TimeoutExpired, ValueError):  # the latter: a NUL, which no argument can hold
            return None
        output.seek(0)
        return understood(output.read(OUTPUT)) if code == 0 else None


def understood(said: bytes) -> Found | None:
    """What the fetcher has SAID."""
    try:
        found = json.loads(said)
        return Found(**{name: tidied(str(found[name]), most) for name, most in MOST.items()})
    except (ValueError, KeyError, TypeError):
        return None

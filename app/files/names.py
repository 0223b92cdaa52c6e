"""The name of a file, made safe to keep, to show and to save under."""

import re
import unicodedata
from pathlib import PurePosixPath

MAX_BYTES = 180  # most disks take 255
FORBIDDEN = re.compile(r'[<>:"|?*]')
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # devices, on Windows


def safe_name(name: str) -> str:
    """NAME without folders, control characters and what turns text round; never empty; at most MAX_BYTES."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(" " if letter.isspace() else letter for letter in last if _is_shown(letter))
    plain = " ".join(FORBIDDEN.sub("_", shown).split()).strip(". ")
    if RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    return _shorten(plain) or "file"


def _is_shown(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _shorten(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    suffix = suffix if len(suffix.encode()) <= 12 else ""
    stem = name.removesuffix(suffix).encode()[:MAX_BYTES - len(suffix.encode())]
    return stem.decode(errors="ignore").rstrip(". ") + suffix

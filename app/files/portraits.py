"""A portrait from any picture that somebody has: square, small, and without what cameras note beside it.

Run as `python -m app.files.portraits PATH` it reads the picture in a process of its own with limits of memory
and time, and writes a JPEG to stdout. It knows neither Flask nor the database.
"""

import subprocess
import sys
from pathlib import Path

from flask_babel import lazy_gettext
from PIL import Image, ImageOps

from app.confine import environment, limit
from app.errors import WrongKind

ROOT = Path(__file__).parents[2]
SIDE, LARGE = 320, 1600  # pixels: twice what the largest place shows, and what is enough to cut it from
MEMORY, CPU_SECONDS, OUTPUT = 1024 * 2**20, 10, 2**20
SECONDS = 20  # on the clock
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
UNREADABLE = lazy_gettext("We could not read this picture. Save it again as JPEG or PNG.")


def portrait(path: Path) -> bytes:
    """The middle of the picture at PATH as a small JPEG. Raise WrongKind for what is none."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app.files.portraits", str(path.resolve())], stdin=subprocess.DEVNULL,
            capture_output=True, cwd=ROOT, env=environment(), timeout=SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise WrongKind(UNREADABLE) from error
    return done.stdout


def main(path: Path) -> None:
    """Read PATH and write the portrait."""
    limit(MEMORY, CPU_SECONDS, OUTPUT)
    with Image.open(path, formats=FORMATS) as picture:
        picture.thumbnail((LARGE, LARGE))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    paper = Image.new("RGBA", upright.size, "white")
    paper.alpha_composite(upright)
    whole = ImageOps.fit(paper.convert("RGB"), (SIDE, SIDE), centering=(0.5, 0.4))  # faces are above the middle
    whole.save(sys.stdout.buffer, "JPEG", quality=82, optimize=True)  # a new picture: nothing was noted beside it


if __name__ == "__main__":
    main(Path(sys.argv[1]))

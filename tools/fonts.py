"""Make TTF files of Inter for typst, which draws charts and reports and reads no WOFF2."""

import shutil
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEIGHTS = {"Inter.ttf": 400, "Inter-SemiBold.ttf": 600}
LETTERS = {"latin": range(0x20, 0x2200), "latin-ext": range(0x100, 0x250)}  # ext: Sami letters


def make(source: Path, target: Path) -> None:
    """Write one static TTF for each weight to the folder TARGET from the variable WOFF2 subsets in SOURCE."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for name, weight in WEIGHTS.items():
        with tempfile.TemporaryDirectory() as folder:
            parts = [part(source, Path(folder), letters, weight) for letters in LETTERS]
            Merger().merge([str(path) for path in parts]).save(target / name)


def part(source: Path, folder: Path, letters: str, weight: int) -> Path:
    """One web subset of Inter as a static TTF of WEIGHT; its path in FOLDER."""
    font = TTFont(source / f"inter-{letters}-wght-normal.woff2")
    options = subset.Options(layout_features=["kern", "mark", "ccmp", "tnum"], notdef_outline=True)
    thin = subset.Subsetter(options)
    thin.populate(unicodes=LETTERS[letters])
    thin.subset(font)
    instantiateVariableFont(font, {"wght": weight}, inplace=True)
    font.flavor = None
    font["OS/2"].usWeightClass = weight
    path = folder / f"{letters}.ttf"
    font.save(path)
    return path

"""SVG to PNG for letters and downloads, through typst: no browser, no system library."""

import re

import typst

from app.typeset import typeset

LARGEST_SVG, MOST_PIXELS = 500_000, 12_000_000
SIZE = re.compile(r'<svg[^>]*? width="(\d{1,4})" height="(\d{1,5})"')
PAGE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1pt)"""


class TooBig(ValueError):
    """More than we draw."""


def png(svg: str, scale: float = 2.0) -> bytes:
    """SVG (with width and height in pixels) as PNG, SCALE pixels for one of its own.

    Raises TooBig over 500,000 characters or 12 million pixels, ValueError where it is no SVG with a size.
    """
    if len(svg) > LARGEST_SVG:
        raise TooBig("the drawing is longer than 500,000 characters")
    size = SIZE.match(svg)
    if not size:
        raise ValueError("not an SVG with width and height")
    wide, high = int(size[1]), int(size[2])
    if wide * high * scale * scale > MOST_PIXELS:
        raise TooBig("the picture would be larger than 12 million pixels")
    return _compiled({"svg": svg, "width": str(wide)}, 72.0 * scale)


def _compiled(inputs: dict[str, str], ppi: float) -> bytes:
    try:
        return typeset(PAGE, sys_inputs=inputs, format="png", ppi=ppi)
    except typst.TypstError as problem:
        raise ValueError(problem.message) from problem

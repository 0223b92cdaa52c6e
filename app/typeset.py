"""The letters that typst sets cards and documents with."""

from functools import cache

import typst

from app.assets import DIST


@cache
def fonts() -> typst.Fonts:
    """Inter as `make run` puts it in app/static/dist; the system's fonts only where it is not there."""
    paths = [DIST] if any(DIST.glob("*.ttf")) else []
    return typst.Fonts(include_system_fonts=not paths, include_embedded_fonts=True, font_paths=paths)

"""How typst sets cards and documents: with our letters, and while other people's pages go on."""

from functools import cache, partial
from typing import Any

import gevent
import typst
from gevent.monkey import is_module_patched

from app.assets import DIST


@cache
def fonts() -> typst.Fonts:
    """Inter as `make run` puts it in app/static/dist; the system's fonts only where it is not there."""
    paths = [DIST] if any(DIST.glob("*.ttf")) else []
    return typst.Fonts(include_system_fonts=not paths, include_embedded_fonts=True, font_paths=paths)


def typeset(layout: bytes, **options: Any) -> bytes:
    """LAYOUT as one file, with the OPTIONS of typst.compile. Raise typst.TypstError, or ValueError for several pages.

    It takes seconds for a long document and holds no lock of Python: in the web server a real thread does it.
    """
    work = partial(typst.compile, layout, font_paths=fonts(), **options)
    made = gevent.get_hub().threadpool.apply(work) if is_module_patched("socket") else work()
    if not isinstance(made, bytes):
        raise ValueError("it has several pages, and each would be a file")
    return made

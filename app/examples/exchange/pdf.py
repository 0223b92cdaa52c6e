"""Documents about examples as tagged PDF, through typst."""

import json
from pathlib import Path
from typing import Any

from app.typeset import typeset

LAYOUT = Path(__file__).parent / "layouts" / "document.typ"
PDF = "application/pdf"


def pdf_of(document: dict[str, Any]) -> bytes:
    """DOCUMENT, as document.py made it, as PDF/UA: with headings, lists, languages and a title."""
    return typeset(LAYOUT.read_bytes(), format="pdf", pdf_standards=["ua-1"],
                   sys_inputs={"data": json.dumps(document, default=str)})

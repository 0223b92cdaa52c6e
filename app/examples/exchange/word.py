"""Word files, written part by part from small templates: documents to read, and the form to fill in offline.

A library for it would bring thirteen megabytes and know no fields to choose from; every word passes through
the escaping of the templates.
"""

import io
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from flask_babel import gettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.examples.exchange.columns import ADDRESS, COLUMNS
from app.i18n import locale

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LAYOUTS = Environment(loader=FileSystemLoader(Path(__file__).parent / "layouts" / "word"), autoescape=True,
                      undefined=StrictUndefined)
PARTS = {"[Content_Types].xml": "content_types.xml", "_rels/.rels": "rels.xml", "docProps/core.xml": "core.xml",
         "word/_rels/document.xml.rels": "document_rels.xml", "word/styles.xml": "styles.xml",
         "word/numbering.xml": "numbering.xml"}
TAGS = {"nb": "nb-NO", "nn": "nn-NO", "sv": "sv-SE", "en": "en-GB"}


def docx_of(document: dict[str, Any]) -> bytes:
    """DOCUMENT, as document.py made it."""
    addresses = [where for one in document["examples"] for _, where in one["sources"]]
    return _file("document.xml", {**document, "addresses": addresses})


def docx_to_fill() -> bytes:
    """A form with a field for each column: help above it, and a list where there are choices."""
    fields = [{"key": column.key, "label": str(column.label), "help": str(column.help), "needed": column.needed,
               "choices": [str(label) for label in (column.choices or {}).values()]}
              for column in COLUMNS if column is not ADDRESS]
    return _file("form.xml", {
        "title": gettext("An example"), "language": locale(), "addresses": [], "fields": fields,
        "about": gettext("Fill in what you can: only what has a star is needed. Then send the file in under Examples."),
        "write": gettext("Write here"), "choose": gettext("Choose")})


def _file(main: str, context: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for part, layout in {**PARTS, "word/document.xml": main}.items():
            archive.writestr(part, LAYOUTS.get_template(layout).render(
                tag=TAGS.get(context["language"], "nb-NO"), **context))
    return file.getvalue()

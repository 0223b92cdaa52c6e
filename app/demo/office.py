"""Small real documents from plain text, by the standard library alone: for the demonstration and for tests.

Every maker gives bytes, and the same words give the same bytes.
"""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from app.demo.packages import OOXML, RELATIONS, Parts, opendocument, package
from app.demo.paper import pdf
from app.demo.slides import Slide, odp, pptx

__all__ = ["Cell", "Slide", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]

Cell = str | int | float

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WORD_SPACES = f'xmlns:w="{OOXML}/wordprocessingml/2006/main" xmlns:r="{RELATIONS}"'
WORD_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>')
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml"
EXCEL_SPACES = f'xmlns="{OOXML}/spreadsheetml/2006/main" xmlns:r="{RELATIONS}"'


def txt(text: str) -> bytes:
    """A plain text file, as UTF-8."""
    return text.encode()


def docx(paragraphs: Sequence[str], header: str = "") -> bytes:
    """A Word document; a paragraph that begins with "# " is a heading."""
    body = "".join(_word_paragraph(paragraph) for paragraph in paragraphs)
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/></w:sectPr>'
    return package({
        "word/document.xml": (f"{WORD}.document.main+xml",
                              f"<w:document {WORD_SPACES}><w:body>{body}{section}</w:body></w:document>"),
        "word/styles.xml": (f"{WORD}.styles+xml", f"<w:styles {WORD_SPACES}>{WORD_STYLES}</w:styles>"),
        "word/header1.xml": (f"{WORD}.header+xml", f"<w:hdr {WORD_SPACES}>{_word_paragraph(header)}</w:hdr>"),
    }, {"word/document.xml": ["styles.xml", "header1.xml"]})


def xlsx(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """An Excel workbook: rows of cells by the name of the sheet."""
    names = "".join(f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
                    for number, name in enumerate(sheets, 1))
    parts: Parts = {"xl/workbook.xml": (f"{EXCEL}.sheet.main+xml",
                                        f"<workbook {EXCEL_SPACES}><sheets>{names}</sheets></workbook>")}
    for number, rows in enumerate(sheets.values(), 1):
        data = "".join(f"<row>{''.join(map(_excel_cell, row))}</row>" for row in rows)
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f"{EXCEL}.worksheet+xml", f"<worksheet {EXCEL_SPACES}><sheetData>{data}</sheetData></worksheet>")
    return package(parts, {"xl/workbook.xml": [name.removeprefix("xl/") for name in list(parts)[1:]]})


def odt(paragraphs: Sequence[str]) -> bytes:
    """An OpenDocument text; a paragraph that begins with "# " is a heading."""
    lines = "".join(
        f'<text:h text:outline-level="1">{escape(line[2:])}</text:h>' if line.startswith("# ")
        else f"<text:p>{escape(line)}</text:p>" for line in paragraphs)
    return opendocument("text", f"<office:text>{lines}</office:text>")


def ods(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """An OpenDocument spreadsheet: rows of cells by the name of the sheet."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>" + "".join(
            f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        + "</table:table>" for name, rows in sheets.items())
    return opendocument("spreadsheet", f"<office:spreadsheet>{tables}</office:spreadsheet>")


def _word_paragraph(text: str) -> str:
    style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if text.startswith("# ") else ""
    return f'<w:p>{style}<w:r><w:t xml:space="preserve">{escape(text.removeprefix("# "))}</w:t></w:r></w:p>'


def _excel_cell(value: Cell) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f"<c><v>{value!r}</v></c>"


def _ods_cell(value: Cell) -> str:
    kind = "string" if isinstance(value, str) else f'float" office:value="{value!r}'
    return (f'<table:table-cell office:value-type="{kind}"><text:p>{escape(str(value))}</text:p>'
            "</table:table-cell>")

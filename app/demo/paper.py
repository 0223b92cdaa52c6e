"""A small real PDF from plain text, by the standard library alone."""

import textwrap
from collections.abc import Sequence

LINE = 88  # characters of 11 point that fit between the margins of A4
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
PAGE = ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R "
        "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>")


def pdf(pages: Sequence[str]) -> bytes:
    """A PDF on A4; the first line of each page is its heading. What Windows-1252 has not becomes "?"."""
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    heads = ["<< /Type /Catalog /Pages 2 0 R /Lang (nb-NO) >>",
             f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
             FONT.format("Helvetica"), FONT.format("Helvetica-Bold"), "<< /Producer (Livskraft) >>"]
    objects = [head.encode() for head in heads]
    for number, page in enumerate(pages):
        drawn = _drawn(page)
        objects += [PAGE.format(7 + 2 * number).encode(),
                    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)]
    return _file(objects)


def _drawn(page: str) -> bytes:
    heading, *rest = page.split("\n")
    lines = [line for paragraph in rest for line in textwrap.wrap(paragraph, LINE) or [""]]
    shown = "".join(f"{_string(line)} '\n" for line in lines)
    start = f"BT /F2 18 Tf 56 780 Td {_string(heading)} Tj 0 -12 Td /F1 11 Tf 16 TL"
    return f"{start}\n{shown}ET".encode("cp1252", "replace")


def _string(line: str) -> str:
    for special in "\\()":
        line = line.replace(special, "\\" + special)
    return f"({line})"


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return out + (f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n"
                  f"<< /Size {size} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{len(out)}\n%%EOF\n").encode()

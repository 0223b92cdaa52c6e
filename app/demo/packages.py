"""The zips that Office and OpenDocument files are; the same parts give the same bytes."""

import io
import zipfile
from collections.abc import Mapping, Sequence

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OOXML = "http://schemas.openxmlformats.org"
RELATIONS = f"{OOXML}/officeDocument/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODF_SPACES = (f'xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" xmlns:table="{ODF}:table:1.0" '
              f'xmlns:draw="{ODF}:drawing:1.0" office:version="1.3"')

Parts = dict[str, tuple[str, str]]  # name: (media type, XML)


def package(parts: Parts, links: Mapping[str, Sequence[str]]) -> bytes:
    """An Office file. The first of PARTS is the main one; LINKS say what refers to what, by relative path."""
    types = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>'
                    for name, (kind, _) in parts.items())
    files = {
        "[Content_Types].xml":
            f'{XML}<Types xmlns="{OOXML}/package/2006/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": _relations([("officeDocument", next(iter(parts)))])}
    for name, targets in links.items():
        folder, _, base = name.rpartition("/")
        files[f"{folder}/_rels/{base}.rels"] = _relations([(_role(target), target) for target in targets])
    return zipped(files | {name: XML + text for name, (_, text) in parts.items()})


def opendocument(kind: str, body: str) -> bytes:
    """An OpenDocument file of KIND (text, spreadsheet, presentation) around the XML of its body."""
    media = f"application/vnd.oasis.opendocument.{kind}"
    entries = "".join(f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{of}"/>'
                      for path, of in (("/", media), ("content.xml", "text/xml")))
    return zipped({
        "mimetype": media,
        "content.xml": f"{XML}<office:document-content {ODF_SPACES}><office:body>{body}</office:body>"
                       "</office:document-content>",
        "META-INF/manifest.xml": f'{XML}<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0" '
                                 f'manifest:version="1.3">{entries}</manifest:manifest>'})


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of FILES, by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    each = "".join(f'<Relationship Id="rId{number}" Type="{RELATIONS}/{role}" Target="{target}"/>'
                   for number, (role, target) in enumerate(targets, 1))
    return f'{XML}<Relationships xmlns="{OOXML}/package/2006/relationships">{each}</Relationships>'


def _role(target: str) -> str:
    base = target.rpartition("/")[2].removesuffix(".xml").rstrip("0123456789")
    return "worksheet" if base == "sheet" else base

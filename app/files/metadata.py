"""A picture without what its camera noted: where it was, when, and whose it is. Only how to turn it is kept.

Nothing is decoded: the parts of the file that hold notes are left out. Raises ValueError for a broken file.
"""

import struct
from collections.abc import Iterator

ORIENTATION = 0x0112
JPEG_NOTES = {*range(0xE1, 0xEE), 0xEF, 0xFE}  # APP1 to APP13, APP15 and comments: Exif, XMP, IPTC; not JFIF, not Adobe
JPEG_PIXELS, JPEG_END = 0xDA, 0xD9
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PNG_NOTES = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
WEBP_NOTES = {b"EXIF", b"XMP "}
WEBP_SAYS_NOTES = 0x0C  # two bits of VP8X: Exif and XMP follow


def without_notes(data: bytes) -> bytes:
    """The picture DATA without notes. What is neither JPEG, PNG nor WebP holds none, and stays as it is."""
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return b"".join(_jpeg(data))
        if data.startswith(PNG_HEAD):
            return b"".join(_png(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError) as error:
        raise ValueError("this picture is broken") from error
    return data


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    if turned := _orientation(data):
        yield turned
    place = 2
    while data[place + 1] not in (JPEG_PIXELS, JPEG_END):
        if data[place] != 0xFF:
            raise ValueError("no marker where one should be")
        size = 2 + _length(data, place)
        if data[place + 1] not in JPEG_NOTES:
            yield data[place:place + size]
        place += size
    yield data[place:]


def _length(data: bytes, place: int) -> int:
    return int(struct.unpack_from(">H", data, place + 2)[0])


def _orientation(data: bytes) -> bytes:
    """A small Exif part that says only how the picture is to be turned; nothing if it stands upright."""
    place = data.find(b"Exif\0\0", 0, 2**16)
    if place < 0:
        return b""
    tiff = data[place + 6:place + 6 + 2**16]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return b""
    start = struct.unpack_from(f"{order}I", tiff, 4)[0]
    for number in range(struct.unpack_from(f"{order}H", tiff, start)[0]):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
        if tag == ORIENTATION and 1 < value <= 8:
            body = b"Exif\0\0MM\0\x2a" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, value, 0, 0)
            return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    return b""


def _png(data: bytes) -> Iterator[bytes]:
    yield PNG_HEAD
    place = len(PNG_HEAD)
    while place < len(data):
        size = 12 + struct.unpack_from(">I", data, place)[0]
        if data[place + 4:place + 8] not in PNG_NOTES:
            yield data[place:place + size]
        place += size


def _webp(data: bytes) -> bytes:
    parts, place = [], 12
    while place + 8 <= len(data):
        kind, length = data[place:place + 4], struct.unpack_from("<I", data, place + 4)[0]
        part = data[place:place + 8 + length + length % 2]
        if kind == b"VP8X":
            part = part[:8] + bytes([part[8] & ~WEBP_SAYS_NOTES]) + part[9:]
        if kind not in WEBP_NOTES:
            parts.append(part)
        place += len(part)
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body

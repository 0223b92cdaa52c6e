"""How large a picture says that it is, from its first bytes. Nothing is decoded."""

import struct
from collections.abc import Callable

JPEG_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}


def pixels(extension: str, data: bytes) -> int:
    """Width times height of the picture that begins with DATA. Raise ValueError if it does not say."""
    try:
        width, height = SIZES[extension](data)
    except (struct.error, IndexError) as error:
        raise ValueError("no size in this picture") from error
    if not width or not height:
        raise ValueError("no size in this picture")
    return width * height


def _png(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _webp(data: bytes) -> tuple[int, int]:
    if data[12:16] == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _jpeg(data: bytes) -> tuple[int, int]:
    place = 2
    while data[place] == 0xFF:
        kind = data[place + 1]
        if kind in JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return width, height
        place += 2 + int(struct.unpack_from(">H", data, place + 2)[0])
    raise ValueError("no frame in this picture")


SIZES: dict[str, Callable[[bytes], tuple[int, int]]] = {"png": _png, "gif": _gif, "webp": _webp, "jpg": _jpeg}

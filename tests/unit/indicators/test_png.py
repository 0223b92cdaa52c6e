"""PNG for letters: a picture of the right size, and bounds."""

import struct

import pytest

from app.indicators.charts import chart
from app.indicators.png import TooBig, png
from tests.unit.indicators.cards import made, real


def size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", picture[16:24])


def test_a_card_becomes_a_picture_twice_as_fine_as_its_drawing() -> None:
    wide, high = size(png(chart(real())))
    assert wide == 1280 and 700 < high < 1000


def test_the_same_card_gives_the_same_picture() -> None:
    assert png(chart(real())) == png(chart(real()))


def test_a_title_cannot_reach_the_typesetter() -> None:
    card = made({"a": {2020: 1.0, 2021: 2.0}}, title='#panic("x") $ \\ " ]', note="#read(\"/etc/passwd\")")
    assert size(png(chart(card), scale=1))[0] == 640


@pytest.mark.parametrize("drawing", [
    "", "hello", "<svg></svg>", '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect',
])
def test_what_is_no_drawing_is_refused(drawing: str) -> None:
    with pytest.raises(ValueError):
        png(drawing)


def test_a_drawing_that_is_too_long_or_too_large_is_refused() -> None:
    with pytest.raises(TooBig):
        png('<svg width="10" height="10">' + " " * 500_000)
    with pytest.raises(TooBig):
        png('<svg xmlns="http://www.w3.org/2000/svg" width="9999" height="9999"></svg>')

"""The name of a file is kept as its owner knows it, without what deceives or breaks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.files.names import safe_name


@pytest.mark.parametrize(("given_name", "kept"), [
    ("Årsplan 2026.pdf", "Årsplan 2026.pdf"),
    ("A\u030arsplan.pdf", "Årsplan.pdf"),
    ("C:\\Users\\anne\\plan.docx", "plan.docx"),
    ("../../etc/passwd", "passwd"),
    ("faktura\u202efdp.exe", "fakturafdp.exe"),
    ("a\x00b\r\nContent-Type: text.html", "ab Content-Type_ text.html"),
    ("  .. .skjult  ", "skjult"),
    ("zero\u200bwidth\ufeff.txt", "zerowidth.txt"),
    ('<img src="x">?.png', "_img src=_x___.png"),
    ("CON.txt", "_CON.txt"), ("nul", "_nul"), ("kontroll.txt", "kontroll.txt"),
    ("...", "file"), ("", "file"), ("/", "file"), ("\u202e", "file"), ("a\ud800.txt", "a.txt")])
def test_a_name_is_made_safe(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("æ" * 300 + ".pdf")
    assert name.endswith("ææ.pdf") and len(name.encode()) <= 180


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_name_at_all_is_safe_and_stays_so(name: str) -> None:
    safe = safe_name(name)
    assert safe and not set(safe) & set('/\\<>:"|?*\r\n\0') and len(safe.encode()) <= 180
    assert safe_name(safe) == safe

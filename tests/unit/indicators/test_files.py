"""A card that people take with them: as a workbook and on paper, with all that explains it."""

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from app.indicators.frozen import Frozen
from app.indicators.frozen_parts import Mark, Target, summed_up
from app.indicators.pdf import card_pdf
from app.indicators.shown import Shown
from app.indicators.workbook import card_xlsx
from tests.unit.indicators.cards import ANNES, made, real

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://evil.example")')


def sheets(frozen: Frozen) -> list[list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(card_xlsx(frozen)))
    return [book.get_sheet_by_index(number).to_python() for number in range(2)]


def pages(frozen: Frozen) -> list[str]:
    document = pypdfium2.PdfDocument(card_pdf(Shown(frozen)))
    return [page.get_textpage().get_text_range() for page in document]


def full() -> Frozen:
    """Everything that a card can hold."""
    others = [dict(real().points(place)) for place in ANNES]
    return replace(real(), circle=summed_up("network", "Telemarksnettverket", others), target=Target(2030, 2.5),
                   marks=(Mark(2019, "Solceller på skolen"),), note="Se på veien.")


def test_the_workbook_holds_numbers_and_what_explains_them() -> None:
    figures, about = sheets(full())
    assert figures[0][:2] == ["År", "Bamble"] and figures[0][-3:] == ["Median", "Lavest", "Høyest"]
    rows = {row[0]: row for row in figures[1:]}
    assert rows[2024][1] == pytest.approx(3.92, abs=.01) and isinstance(rows[2009][1], float)
    facts = {str(row[0]): str(row[1]) for row in about}
    assert facts["Hentet"] == "2026-11-22" and "07459" in facts["Tabell"] and "Miljødirektoratet" in facts["Kilde"]
    assert facts["Tiltak"] == "Solceller på skolen (2019)" and facts["Noen ord"] == "Se på veien."


def test_a_missing_value_is_an_empty_cell() -> None:
    [_, *rows], _ = sheets(made({"a": {2019: 1.0, 2020: None, 2021: 3.0}}))
    assert [row[1] for row in rows] == [1.0, "", 3.0]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    figures, about = sheets(made({"a": {2020: 1.0}}, names={"a": text}, title=text, source=text, note=text))
    for cell in [cell for sheet in (figures, about) for row in sheet for cell in row]:
        assert not str(cell).startswith(tuple("=+@"))


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_the_paper_says_it_all_in_its_language(language: str) -> None:
    text = "".join(pages(replace(full(), lang=language)))  # type: ignore[arg-type]  # the four that there are
    for words in ("Bamble", "Solceller på skolen", "Se på veien.", "2030", "2024"):
        assert words in text


def test_the_paper_is_tagged_and_has_a_title() -> None:
    paper = card_pdf(Shown(real()))
    assert b"/StructTreeRoot" in paper and b"pdfuaid" in paper
    assert pypdfium2.PdfDocument(paper).get_metadata_dict()["Title"] == real().title


def test_nobody_writes_typst_by_a_note() -> None:
    note = '#read("/etc/passwd") *bold* $x$'
    text = "".join(pages(made({"a": {2020: 1.0}}, note=note, names={"a": "#pagebreak()"})))
    assert note in text and "#pagebreak()" in text


def test_sixty_municipalities_fit_on_paper() -> None:
    many = made({str(place): {year: place + year / 7 for year in range(1990, 2024)} for place in range(60)},
                updated=date(2026, 1, 2))
    assert "59" in "".join(pages(many))

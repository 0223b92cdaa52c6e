"""A card as a workbook: its figures as numbers on one sheet, all that explains them on the other."""

import io
from collections.abc import Iterator

import xlsxwriter

from app.indicators.frozen import Frozen
from app.indicators.sheet import safe
from app.indicators.words import words_for
from app.indicators.words_beside import circle_name, circle_rows

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LABELS = {
    "nb": ("Tall", "Om kortet", "År", "Indikator", "Enhet", "Retning", "Definisjon", "Forbehold", "Kilde", "Tabell",
           "Adresse", "Utgave hos Livskraft", "Hentet", "Oppdatert av kilden", "Noen ord", "Median av", "Mål",
           "Tiltak"),
    "nn": ("Tal", "Om kortet", "År", "Indikator", "Eining", "Retning", "Definisjon", "Atterhald", "Kjelde", "Tabell",
           "Adresse", "Utgåve hos Livskraft", "Henta", "Oppdatert av kjelda", "Nokre ord", "Median av", "Mål",
           "Tiltak"),
    "sv": ("Siffror", "Om kortet", "År", "Indikator", "Enhet", "Riktning", "Definition", "Förbehåll", "Källa", "Tabell",
           "Adress", "Utgåva hos Livskraft", "Hämtat", "Uppdaterat av källan", "Några ord", "Median av", "Mål",
           "Åtgärder"),
    "en": ("Figures", "About the card", "Year", "Indicator", "Unit", "Direction", "Definition", "Caveat", "Source",
           "Table", "Address", "Release in Livskraft", "Retrieved", "Updated by the source", "A few words", "Median of",
           "Target", "Measures"),
}


def card_xlsx(frozen: Frozen) -> bytes:
    """All of FROZEN. No cell is a formula or a link, whatever its text begins with; a missing value is empty."""
    figures, about, *_ = LABELS[frozen.lang]
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": frozen.title, "author": "Livskraft", "subject": frozen.source})
    _figures(book, book.add_worksheet(figures), frozen)
    sheet, bold = book.add_worksheet(about), book.add_format({"bold": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90, book.add_format({"text_wrap": True, "valign": "top"}))
    for row, (label, text) in enumerate(_about(frozen)):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, safe(text))
    book.close()
    return file.getvalue()


def _figures(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, frozen: Frozen) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "align": "right", "text_wrap": True})
    number = book.add_format({"num_format": "#,##0" + ("." + "0" * frozen.decimals if frozen.decimals else "")})
    sheet.set_column(1, len(frozen.municipalities) + 3, 15)
    sheet.write_string(0, 0, LABELS[frozen.lang][2], bold)
    columns = [*((place.name, frozen.values.get(place.code, {})) for place in frozen.municipalities),
               *circle_rows(frozen)]
    for at, (name, values) in enumerate(columns, 1):
        sheet.write_string(0, at, safe(name), bold)
        for row, year in enumerate(frozen.years, 1):
            value = values.get(year)
            if value is not None:
                sheet.write_number(row, at, value, number)
    for row, year in enumerate(frozen.years, 1):
        sheet.write_number(row, 0, year)
    sheet.freeze_panes(1, 1)


def _about(frozen: Frozen) -> Iterator[tuple[str, str]]:
    """Label and text of each line that says something."""
    words, aim = words_for(frozen.lang), frozen.target
    texts = (frozen.title, frozen.unit, words.say(frozen.direction), frozen.definition, frozen.caveat, frozen.source,
             frozen.table, frozen.url, str(frozen.release or ""), frozen.retrieved.isoformat(),
             frozen.updated.isoformat() if frozen.updated else "", frozen.note, circle_name(frozen),
             f"{aim.year}: {aim.value:g} {frozen.unit}" if aim else "",
             "; ".join(f"{mark.text} ({mark.year})" for mark in frozen.marks))
    yield from ((label, text) for label, text in zip(LABELS[frozen.lang][3:], texts, strict=True) if text)

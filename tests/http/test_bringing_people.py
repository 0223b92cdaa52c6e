"""People from a table: each row that cannot be taken is named, with its reason."""

import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Person
from app.accounts.session import actor_of
from app.database import db
from app.demo.office import xlsx
from app.i18n import runners_locale
from tests import cast

HEAD = "E-post;Navn;Stilling;Kommune;Nettverk"
GOOD = "nina@bamble.example;Nína Čáhppesgáhtti;Planlegger;Bamble;"


def bring(app: Flask, file: Path, *options: str):
    return app.test_cli_runner().invoke(args=["import", "people", str(file), *options], env={"LC_ALL": "C"})


def table(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    file = folder / "people.csv"
    file.write_bytes("\r\n".join((HEAD, *rows)).encode(encoding))
    return file


def everybody() -> int:
    return db.session.scalar(select(func.count(Person.id))) or 0


def test_people_come_with_their_municipality_and_enter_their_network(stage: Flask, tmp_path: Path) -> None:
    done = bring(stage, table(tmp_path, GOOD, f"Odd@Siljan.Example;Odd Åø;;4010;{cast.TELEMARK.upper()}"))
    assert done.exit_code == 0 and "2 people added, 0 were here already, 0 rows refused." in done.output
    nina, odd = cast.person("nina@bamble.example"), cast.person("odd@siljan.example")
    assert (nina.name, nina.title) == ("Nína Čáhppesgáhtti", "Planlegger")
    assert nina.organisation and nina.organisation.name == "Bamble"
    assert odd.name == "Odd Åø" and cast.network(cast.TELEMARK).id in actor_of(odd).roles


BAD = {
    "not-an-address;Nils;;;": "row 2: not-an-address is not an e-mail address",
    ";Nils;;;": "row 2: it has no e-mail address",
    "nils@x.example;;;;": "row 2: it has no name",
    "nils@x.example;Nils;;Bambel;": "row 2: there is no municipality Bambel: did you mean Bamble?",
    "nils@x.example;Nils;;Guovdageainu;": "did you mean Guovdageaidnu?",
    "nils@x.example;Nils;;Herøy;": "there is no municipality Herøy, or there are two: write its number",
    "nils@x.example;Nils;;;Telemarknettverket": f"did you mean {cast.TELEMARK}?",
    f"nils@x.example;{'x' * 200};;;": "row 2: its name has more than 100 letters"}


@pytest.mark.parametrize("row", BAD)
def test_a_row_that_cannot_be_taken_says_why_and_the_others_come(stage: Flask, tmp_path: Path, row: str) -> None:
    done = bring(stage, table(tmp_path, row, GOOD))
    assert done.exit_code == 0 and BAD[row] in done.output + done.stderr
    assert cast.person("nina@bamble.example")
    before = everybody()
    strict = bring(stage, table(tmp_path, GOOD.replace("nina", "noa"), row), "--strict")
    assert strict.exit_code == 1 and "nobody was added" in strict.output + strict.stderr
    assert everybody() == before


def test_the_same_person_twice_is_one_and_who_is_here_stays_as_they_are(stage: Flask, tmp_path: Path) -> None:
    done = bring(stage, table(tmp_path, GOOD, GOOD.upper(), f"{cast.ANNE};Another Name;;;"))
    assert "row 3: nina@bamble.example is in row 2 already" in done.output + done.stderr
    assert "1 people added, 1 were here already, 1 rows refused." in done.output
    assert cast.person(cast.ANNE).name == "Anne Berg"


def test_workbooks_and_old_encodings_are_read_too(stage: Flask, tmp_path: Path) -> None:
    book = tmp_path / "people.xlsx"
    book.write_bytes(xlsx({"Ark1": [["E-mail", "Name", "Kommune"], ["a@x.example", "=1+1 Åse", "4012"]]}))
    assert "1 people added" in bring(stage, book).output
    assert cast.person("a@x.example").name == "=1+1 Åse", "a formula is only text here"
    assert "1 people added" in bring(stage, table(tmp_path, "b@x.example;Bjørn Ås;;;", encoding="cp1252")).output
    assert cast.person("b@x.example").name == "Bjørn Ås"


def test_a_file_that_is_no_table_brings_nobody(stage: Flask, tmp_path: Path) -> None:
    before, file = everybody(), tmp_path / "people.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * 2**20 * 200)
    for content in (file.read_bytes(), b"PK\x03\x04 broken", b"\x89PNG\0\0", b"", b"Name\nNils", b'"a;b\n'):
        file.write_bytes(content)
        done = bring(stage, file)
        assert done.exit_code == 1 and "Traceback" not in done.output + done.stderr
    assert everybody() == before


def test_the_report_is_in_the_language_of_who_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    said = {"": "en", "C.UTF-8": "en", "de_DE.UTF-8": "en", "nn_NO.UTF-8": "nn", "no_NO": "nb", "sv_SE": "sv"}
    for environment, language in said.items():
        monkeypatch.setenv("LC_ALL", "")
        monkeypatch.setenv("LANG", environment)
        assert runners_locale() == language, environment

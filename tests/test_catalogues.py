"""Every word on screen is there in four languages."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ROOT / "app" / "translations"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every string that the code says."""
    pot = tmp_path_factory.mktemp("words") / "messages.pot"
    tool = Path(sys.executable).parent / "pybabel"
    marks = [part for mark in ("lazy_gettext", "lazy_ngettext:1,2", "N_") for part in ("-k", mark)]
    subprocess.run([tool, "-q", "extract", "-F", "babel.cfg", *marks, "-o", pot, "app"], cwd=ROOT, check=True)
    with pot.open() as file:
        return read_po(file)


def translated(language: str) -> dict[str, Message]:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open() as file:
        catalog = read_po(file, locale=language)
    return {_key(message): message for message in catalog if message.id}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _filled(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


@pytest.mark.parametrize("language", ["nb", "nn", "sv"])
def test_nothing_on_screen_lacks_its_translation(said: Catalog, language: str) -> None:
    have = translated(language)
    assert [_key(message) for message in said if message.id and not _filled(have.get(_key(message)))] == []


@pytest.mark.parametrize("language", ["nb", "nn", "sv"])
def test_translations_keep_their_placeholders(said: Catalog, language: str) -> None:
    broken = [(key, str(error)) for key, message in translated(language).items() for error in message.check()]
    assert broken == []

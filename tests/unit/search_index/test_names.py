"""Names: asked for as they stand, former and parallel ones too, and nobody's who is hidden."""

import pytest

from search_index import Names, Query
from search_index.face import Engine
from tests.unit.search_index.conftest import Find, document, ids

NAMES = Names(
    same=[["Kåfjord", "Gáivuotna", "Kaivuono"], ["Midt-Telemark"], ["Nordre Follo"], ["Bø"], ["Strand"], ["Stranda"],
          ["Evje og Hornnes"], ["Vara"]],
    former=[("Sauherad", "Midt-Telemark"), ("Bø", "Midt-Telemark"), ("Oppegård", "Nordre Follo")])


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Kåfjord", "Møte i Gáivuotna"),
        ("Kåfjord", "Kaivuonos plan"),
        ("Gaivuotna", "Møte i Kåfjord"),
        ("gáivuotna", "Skriv Gaivuotna uten tegn"),
        ("Kaivuono", "Møte i Gáivuotna"),
        ("Sauherad", "Midt-Telemarks nye plan"),
        ("Bø", "Planen i Midt-Telemark"),
        ("bø", "Møte i Bø"),
        ("midt-telemark", "Midt-Telemark"),
        ("midt telemark", "Midt-Telemark"),
        ("Oppegård", "Fra Nordre Follo"),
        ("Nordre Follo", "Nordre Follos innbyggere"),
        ("Follo", "Nordre Follo"),
        ("Evje og Hornnes", "Evje og Hornnes kommune"),
        ("Vara", "Vi var i Vara"),
        ("Vara kommun", "Vara kommun har ordnat det"),
    ],
)
def test_another_name_of_the_same_finds_it(find: Find, index: Engine, asked: str, text: str) -> None:
    index.add([document(text=text), document("thread:2", "Skolen har møte")])
    assert ids(find(asked, names=NAMES))[:1] == ["thread:1"]


def test_a_name_is_never_stemmed(find: Find, index: Engine) -> None:
    index.add([document("thread:1", "Bøen og bøene, b og bøk"), document("thread:2", "I Stranda")])
    assert find("Bø ", names=NAMES).total == 0
    assert find("Hansen ").total == 0


def test_a_name_comes_before_the_word_it_looks_like(find: Find, index: Engine) -> None:
    index.add([document("thread:1", "stranda stranda stranda"),
               document("thread:2", "Noen ord til, og Strand kommune")])
    assert ids(find("Strand", names=NAMES)) == ["thread:2", "thread:1"]


def test_a_word_that_is_a_name_too_keeps_its_forms_where_it_is_written_as_a_word(find: Find, index: Engine) -> None:
    names = Names([["Strand"], ["Nordre Follo"]], [("Ski", "Nordre Follo")])
    index.add([document("thread:1", "Rydding av strender og stranda"), document("thread:2", "Strand rydder"),
               document("thread:3", "Nordre Follo"), document("thread:4", "Ski og skøyter")])
    assert ids(find("strand", names=names)) == ["thread:2", "thread:1"]
    assert ids(find("ski", names=names)) == ["thread:4"]
    assert set(ids(find("Ski", names=names))) == {"thread:3", "thread:4"}


def test_what_a_name_was_is_not_found_by_what_it_is(find: Find, index: Engine) -> None:
    index.add([document(text="Bø i Vesterålen")])
    assert find("Midt-Telemark ", names=NAMES).total == 0


def test_one_letter_is_a_name_where_it_is_written_as_one(find: Find, index: Engine) -> None:
    index.add([document("thread:1", "Det er fint å møtes, å snakke og å gå."), document("thread:2", "Vi møttes på Å.")])
    assert ids(find("Å"))[0] == "thread:2"
    assert ids(find("møte på Å"))[0] == "thread:2"


def test_a_word_of_a_persons_name_is_asked_for_as_it_stands(find: Find, index: Engine) -> None:
    index.add([document("person:1", title="Liv Hansen", is_name=True), document("thread:1", "Hans skrev"),
               document("thread:2", "Spør Hansens kontor")])
    assert set(ids(find("Hansen "))) == {"person:1", "thread:2"}


def test_who_may_not_be_read_makes_no_word_a_name(index: Engine) -> None:
    index.add([document("person:1", title="Berge", is_name=True, audience="secret"), document("thread:1", "I berga")])
    asked = Query(text="berge ", audiences=frozenset(["members"]))
    before = index.search(asked)
    index.remove(["person:1"])
    assert (before.total, before.hits) == (1, index.search(asked).hits)


def test_a_name_of_several_words_stands_before_its_words_apart(find: Find, index: Engine) -> None:
    index.add([document("thread:1", "Follo er stort, nordre del er kald. Follo er nordre."),
               document("thread:2", "Det var en lang vei til Nordre Follo den dagen")])
    assert ids(find("nordre follo", names=NAMES)) == ["thread:2", "thread:1"]

"""More like this, similar threads while a title is typed, and the nearest words."""

import pytest

from search_index import Engine, Hit, Index
from tests.unit.search_index.conftest import document

MEMBERS = frozenset(["members"])


@pytest.fixture(autouse=True)
def _some(index: Index) -> None:
    index.add(
        [
            document("thread:1", "Vi legger solceller på taket av skolen", "Solceller på skoletak"),
            document("thread:2", "Hvem har erfaring med solceller på taket av sykehjemmet?"),
            document("thread:3", "Solceller på taket av idrettshallen", audience="room:2"),
            document("example:4", "Solceller på taket til skulen, reknestykke"),
            document("thread:5", "Flom i elva", group="thread:5"),
            document("thread:6", "Taket må males"),
            document("message:7", "Solceller på taket", group="thread:5"),
            document("message:8", "Flom i elva og solceller på taket", group="thread:5"),
        ]
    )


def found(hits: list[Hit]) -> set[str]:
    return {hit.id for hit in hits}


def test_an_index_is_an_engine(index: Index) -> None:
    engine: Engine = index
    assert engine.ids() == index.ids()


def test_more_like_this_shares_its_words_and_is_never_itself(index: Index) -> None:
    like = index.more_like("thread:1", MEMBERS)
    assert {"thread:2", "example:4"} <= found(like)
    assert not found(like) & {"thread:1", "thread:5", "thread:6"}
    assert "<mark>" not in like[0].snippet_html


def test_more_like_this_is_never_of_the_same_group(index: Index) -> None:
    assert not found(index.more_like("message:8", MEMBERS)) & {"thread:5", "message:7", "message:8"}


def test_more_like_this_can_be_asked_of_some_types_and_for_few(index: Index) -> None:
    assert found(index.more_like("thread:1", MEMBERS, types=("example",))) == {"example:4"}
    assert len(index.more_like("thread:1", MEMBERS, limit=1)) == 1


@pytest.mark.parametrize("id", ["thread:3", "thread:99", ""])
def test_of_what_one_may_not_read_nothing_is_like_it(index: Index, id: str) -> None:
    assert index.more_like(id, MEMBERS) == []


def test_more_like_this_and_similar_show_nothing_from_closed_rooms(index: Index) -> None:
    assert "thread:3" not in found(index.more_like("thread:1", MEMBERS, limit=50))
    assert "thread:3" not in found(index.similar("Solceller på taket", MEMBERS, limit=50))
    assert "thread:3" in found(index.more_like("thread:1", MEMBERS | {"room:2"}, limit=50))


def test_without_audiences_nothing_is_told(index: Index) -> None:
    nobody = frozenset[str]()
    assert index.more_like("thread:1", nobody) == index.similar("solceller", nobody) == []
    assert index.nearest("solcelle", nobody) == []


def test_a_title_being_typed_finds_those_it_resembles(index: Index) -> None:
    assert index.similar("Hvordan få solceller på sk", MEMBERS)[0].id in {"thread:1", "example:4"}
    assert index.similar("", MEMBERS) == index.similar("?!", MEMBERS) == []
    assert found(index.similar("flom og noe ganske annet", MEMBERS, types=("thread",))) == {"thread:5"}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("solcele", "solceller"), ("skoletakk", "skoletak"), ("sykehjemmene", "sykehjemmet"), ("erfaringer", "erfaring")],
)
def test_the_nearest_words_are_those_of_the_index(index: Index, typed: str, expected: str) -> None:
    assert index.nearest(typed, MEMBERS)[0] == expected


def test_a_word_of_a_closed_room_is_not_near_to_anything(index: Index) -> None:
    assert "idrettshallen" not in index.nearest("idrettshaller", MEMBERS)
    assert index.nearest("idrettshaller", MEMBERS | {"room:2"}) == ["idrettshallen"]

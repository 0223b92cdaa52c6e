"""Counts beside the hits: exact, under the rights, each without its own choice."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index import Engine, Index, Query
from tests.unit.search_index.conftest import Find, document, ids

NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def _three(index: Index) -> None:
    index.add(
        [
            document("thread:1", "flom", themes=("climate", "land"), municipalities=("4012", "4016"), year=2024),
            document("example:2", "flom", themes=("climate",), network="1", answered=True, county="40"),
            document("example:3", "flom", themes=("land",), network="2", answered=False, audience="room:1"),
        ]
    )


@pytest.mark.usefixtures("_three")
def test_every_value_is_counted_once_for_each_hit(find: Find) -> None:
    facets = find("flom", "members", "room:1").facets
    assert facets["type"] == [("example", 2), ("thread", 1)]
    assert dict(facets["theme"]) == {"climate": 2, "land": 2}
    assert facets["municipality"] == [("4012", 1), ("4016", 1)]
    assert facets["year"] == [("2024", 1)]
    assert dict(facets["answered"]) == {"yes": 1, "no": 1}
    assert facets["county"] == [("40", 1)]


@pytest.mark.usefixtures("_three")
def test_the_counts_know_the_rights(find: Find) -> None:
    assert find("flom").facets["network"] == [("1", 1)]


@pytest.mark.usefixtures("_three")
def test_a_choice_narrows_the_hits_and_the_other_facets_but_not_its_own(find: Find) -> None:
    hits = find("flom", "members", "room:1", theme="climate")
    assert set(ids(hits)) == {"thread:1", "example:2"}
    assert dict(hits.facets["theme"]) == {"climate": 2, "land": 2}
    assert hits.facets["network"] == [("1", 1)]


@pytest.mark.usefixtures("_three")
def test_several_types_may_be_chosen(find: Find) -> None:
    assert find("flom", types=("thread", "example")).total == 2
    assert ids(find("flom", types=("example",))) == ["example:2"]


@pytest.mark.usefixtures("_three")
@pytest.mark.parametrize(
    "choice",
    [{"theme": "nonsense"}, {"municipality": "401"}, {"year": "2023"}, {"types": ("file",)}, {"network": "0"}],
)
def test_a_value_that_nothing_has_finds_nothing(find: Find, choice: dict[str, str]) -> None:
    assert find("flom", **choice).total == 0


@pytest.mark.usefixtures("_three")
def test_answered_is_a_choice_too(find: Find) -> None:
    assert ids(find("flom", "members", "room:1", answered=False)) == ["example:3"]


@pytest.fixture
def _of_people(index: Index) -> None:
    index.add(
        [
            document("thread:1", "flom", author="7", room="3", lang="nb", has=("file",), date=datetime(2026, 1, 1)),
            document("thread:2", "flom", author="8", room="3", lang="sv", has=("file", "card"), date=NEW_YEAR),
            document("thread:3", "flom", author="8", room="4"),
        ]
    )


@pytest.mark.usefixtures("_of_people")
@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"author": "8"}, {"thread:2", "thread:3"}),
        ({"room": "3"}, {"thread:1", "thread:2"}),
        ({"author": "8", "room": "3"}, {"thread:2"}),
        ({"also": (frozenset({("author", "7"), ("room", "4")}),)}, {"thread:1", "thread:3"}),
        ({"also": (frozenset({("author", "8")}), frozenset({("room", "3")}))}, {"thread:2"}),
        ({"also": (frozenset(),)}, set()),
        ({"has": ("file",)}, {"thread:1", "thread:2"}),
        ({"has": ("card", "file")}, {"thread:2"}),
        ({"has": ("picture",)}, set()),
        ({"language": "sv"}, {"thread:2"}),
        ({"before": datetime(2026, 1, 1)}, set()),
        ({"before": datetime(2026, 1, 2)}, {"thread:1"}),
        ({"after": NEW_YEAR}, {"thread:2"}),
        ({"after": datetime(2026, 1, 1), "before": NEW_YEAR}, {"thread:1"}),
    ],
)
def test_who_where_when_and_with_what_narrow_the_hits(
    find: Find, choice: dict[str, Any], expected: set[str]
) -> None:
    assert set(ids(find("flom", **choice))) == expected


@pytest.mark.usefixtures("_of_people")
def test_languages_are_counted_where_they_are_known(find: Find) -> None:
    assert dict(find("flom", author="8").facets["language"]) == {"sv": 1}


def test_the_best_of_each_type_come_in_one_answer(find: Find, index: Engine) -> None:
    index.add(document(f"{kind}:{n}", "flom " * (n + 1), group=f"{kind}:{n // 2}") for kind in ("thread", "file")
              for n in range(6))
    index.add([document("example:1", "flom"), document("example:2", "tak")])
    found, page = find("flom", per_type=2), find("flom")
    assert Counter(hit.type for hit in found.hits) == {"thread": 2, "file": 2, "example": 1}
    assert (found.total, found.facets) == (page.total, page.facets) and found.total == 7
    best, in_order = ([hit.id for hit in each.hits if hit.type == "file"] for each in (found, page))
    assert best == in_order[:2]
    assert find("vind", per_type=2).hits == []


kinds = st.sampled_from(["thread", "example", "file"])
some_themes = st.sets(st.sampled_from(["climate", "land", "health"])).map(tuple)
things = st.lists(st.tuples(kinds, some_themes, st.sampled_from(["members", "room:1"]), st.booleans()), max_size=12)


@settings(max_examples=25, deadline=None)
@given(things, st.sampled_from([(), ("thread",), ("thread", "file")]), st.sampled_from([None, "climate"]))
def test_counts_equal_counting_by_hand(
    tmp_path_factory: pytest.TempPathFactory,
    things: list[tuple[str, tuple[str, ...], str, bool]],
    types: tuple[str, ...],
    theme: str | None,
) -> None:
    index = Index(tmp_path_factory.mktemp("index"))
    index.add(
        document(f"{kind}:{n}", "flom" if has_word else "tak", audience=audience, themes=themes)
        for n, (kind, themes, audience, has_word) in enumerate(things)
    )
    hits = index.search(Query(text="flom", audiences=frozenset(["members"]), types=types, theme=theme))
    readable = [(kind, themes) for kind, themes, audience, word in things if audience == "members" and word]
    of_types = [each for each in readable if not types or each[0] in types]
    of_theme = [each for each in readable if theme is None or theme in each[1]]
    assert hits.total == len([each for each in of_types if each in of_theme]) == len(hits.hits)
    assert dict(hits.facets.get("type", [])) == Counter(kind for kind, _ in of_theme)
    assert dict(hits.facets.get("theme", [])) == Counter(each for _, themes in of_types for each in themes)

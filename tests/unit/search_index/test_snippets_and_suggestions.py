"""What a hit shows, and the help given while typing."""

from datetime import datetime
from html import unescape
from re import sub

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index import Index
from search_index.snippet import snippet
from tests.unit.search_index.conftest import Find, document

MEMBERS = frozenset(["members"])


def shown(find: Find, text: str) -> str:
    return find(text).hits[0].snippet_html


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("kommune", "<mark>Kommunene</mark> bygger solcelleanlegg på skulen"),
        ("skole", "Kommunene bygger solcelleanlegg på <mark>skulen</mark>"),
        ("solceller", "Kommunene bygger <mark>solcelleanlegg</mark> på skulen"),
        ("solcellea", "Kommunene bygger <mark>solcelleanlegg</mark> på skulen"),
        ('"på skulen"', "Kommunene bygger solcelleanlegg på <mark>skulen</mark>"),
    ],
)
def test_every_form_of_the_word_is_marked(find: Find, index: Index, question: str, marked: str) -> None:
    index.add([document(text="Kommunene bygger solcelleanlegg på skulen")])
    assert shown(find, question) == marked


def test_what_people_wrote_is_escaped(find: Find, index: Index) -> None:
    index.add([document(text="<script>alert('flom')</script> & mer")])
    expected = "&lt;script&gt;alert(&#x27;<mark>flom</mark>&#x27;)&lt;/script&gt; &amp; mer"
    assert shown(find, "flom") == expected


def test_the_best_stretch_of_a_long_text_is_shown(find: Find, index: Index) -> None:
    filler = "ord " * 200
    index.add([document(text=f"flom {filler} flom og skred i elva {filler}")])
    snippet_html = shown(find, "flom skred")
    assert "<mark>flom</mark> og <mark>skred</mark> i elva" in snippet_html
    assert snippet_html.startswith("… ") and snippet_html.endswith(" …")
    assert len(snippet_html) < 400


@pytest.mark.parametrize(("question", "marked"), [
    ("flom", "elva og <mark>flom</mark> i bekken"), ("1200000", "kostet <mark>1,2 mill.</mark> kroner")])
def test_what_stands_far_down_in_a_long_text_is_shown(find: Find, index: Index, question: str, marked: str) -> None:
    filler = "ordene " * 5000
    index.add([document(text=f"{filler} elva og flom i bekken, og det kostet 1,2 mill. kroner {filler}")])
    assert marked in shown(find, question)


def test_a_hit_by_its_title_shows_how_the_text_begins(find: Find, index: Index) -> None:
    index.add([document(text="Slik gjorde vi det.", title="Flom")])
    assert shown(find, "flom") == "Slik gjorde vi det."


def test_a_hit_says_where_it_comes_from(find: Find, index: Index) -> None:
    date = datetime(2026, 11, 22, 10, 30)
    index.add([document("file:1", "flom", "Plan.pdf", network="1", municipalities=("4012",), page=3, date=date)])
    hit = find("flom").hits[0]
    assert (hit.id, hit.type, hit.title, hit.url) == ("file:1", "file", "Plan.pdf", "/file:1")
    assert (hit.network, hit.municipalities, hit.page, hit.date) == ("1", ("4012",), 3, date)
    assert hit.score > 0


@given(st.text(), st.sets(st.text(min_size=1)))
def test_a_snippet_without_its_marks_is_a_stretch_of_the_text(text: str, asked: set[str]) -> None:
    bare = unescape(sub("</?mark>", "", snippet(text, lambda word: word in asked or len(word) % 2 == 0)))
    assert bare.removeprefix("… ").removesuffix(" …").strip() in " ".join(text.split()) or "&" in text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("soldceller", "solceller"),
        ("skoletkk", "skoletak"),
        ("SOLCLLER på skoletak", "solceller på skoletak"),
        ("vågmiljö", "vägmiljö"),
        ("solcelelr", "solceller"),
    ],
)
def test_a_slip_of_the_finger_is_put_right(find: Find, index: Index, typed: str, meant: str) -> None:
    index.add([document(text="Solceller på skoletak"), document("thread:2", "Vägmiljö")])
    assert find(typed).suggestion == meant


def test_a_word_that_is_found_is_not_put_right(find: Find, index: Index) -> None:
    index.add([document(text="tak takk takk takk")])
    assert find("tak").suggestion is None


def test_the_more_used_word_is_meant(find: Find, index: Index) -> None:
    index.add([document(f"thread:{n}", word) for n, word in enumerate(["haller", "heller", "heller"])])
    assert find("hxller").suggestion == "heller"


@pytest.mark.parametrize("typed", ["sol", "SOLC", "på sko", "solceller på s", "skole"])
def test_titles_are_suggested_from_the_beginning_of_a_word(index: Index, typed: str) -> None:
    index.add([document(title="Solceller på skoletak"), document("thread:2", title="Noe annet")])
    assert index.suggest(typed, MEMBERS) == [("thread", "Solceller på skoletak", "/thread:1")]


def test_titles_that_begin_so_come_first_and_newer_before_older(index: Index) -> None:
    titles = ["Mer om flom", "Flom i Nome", "Flom i Bamble"]
    index.add([document(f"thread:{n}", title=t, date=datetime(2020 + n, 1, 1)) for n, t in enumerate(titles)])
    assert [label for _, label, _ in index.suggest("flo", MEMBERS)] == ["Flom i Bamble", "Flom i Nome", "Mer om flom"]
    assert len(index.suggest("flo", MEMBERS, limit=2)) == 2


def test_the_same_title_is_suggested_once(index: Index) -> None:
    index.add([document(f"file:{n}", title="Plan.pdf", group="file:1") for n in range(3)])
    assert len(index.suggest("plan", MEMBERS)) == 1


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_nothing_typed_makes_a_suggestion_fail(index: Index, typed: str) -> None:
    assert index.suggest(typed, MEMBERS) == []

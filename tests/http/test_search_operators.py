"""Operators: who, where, when and with what, in four languages, for what one may know of."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import db
from app.networks.models import Organisation, OrganisationKind
from app.permissions import Visibility
from app.search import upkeep
from tests import cast, finding
from tests.finding import NEW_YEAR, Learnt, ask, work
from tests.talk import asked, said

Browser = Callable[[str | None], FlaskClient]


@pytest.fixture(autouse=True)
def _talk(stage: Flask, tmp_path: Path) -> Iterator[None]:
    """Anne asks in one room, Bjørn in another, and an example of Bamble."""
    with finding.own_index(stage, tmp_path):
        thread = asked(body="Solceller på taket? Se https://enova.no")
        said(thread, "Solceller på skolen hos oss.", cast.BJORN)
        other = asked(cast.BJORN, cast.SOLAR, "Solceller på kirken?")
        with db.transaction():
            other.created_at = NEW_YEAR + timedelta(days=40)
        finding.example("Solceller på lageret", Visibility.NETWORK)
        work()
        upkeep.rebuild()
        yield


TAKET, KIRKEN, LAGERET = "Solceller på taket?", "Solceller på kirken?", "Solceller på lageret"


@pytest.mark.parametrize(("operators", "titles"), [
    ("fra:anne", {TAKET, LAGERET}), ('från:"Bjørn Dahl"', {TAKET, KIRKEN}), ("from:dahl", {TAKET, KIRKEN}),
    ("i:solenergi", {KIRKEN}), ('in:"Klima og energi"', {TAKET}), ("i:telemarksnettverket", {TAKET, KIRKEN, LAGERET}),
    ("tema:friluftsliv", {TAKET, KIRKEN}), ("theme:climate", {TAKET, KIRKEN, LAGERET}),
    ("kommune:bamble", {TAKET, LAGERET}), ("kommun:4014", {TAKET, KIRKEN}),
    ("før:2026-02", {LAGERET}), ("etter:2026-02-01 før:2026-03", {KIRKEN}),
    ("after:1.1.2026", {TAKET, KIRKEN, LAGERET}),
    ("har:lenke", {TAKET}), ("type:tråd", {TAKET, KIRKEN}), ("typ:exempel", {LAGERET}),
    ("fra:bjørn i:solenergi", {KIRKEN}), ("fra:bjørn har:lenke", set()), ("type:fil", set())])
def test_each_operator_narrows(browser_of: Browser, operators: str, titles: set[str]) -> None:
    learnt = ask(browser_of(cast.ANNE), f"solceller {operators}")
    assert set(learnt.titles) == titles and learnt.total == len(titles)


def test_operators_alone_show_what_is_newest(browser_of: Browser) -> None:
    assert ask(browser_of(cast.ANNE), "type:tråd").titles == [TAKET, KIRKEN]


def test_operators_and_filters_narrow_together_and_stand_as_chips(browser_of: Browser) -> None:
    learnt = ask(browser_of(cast.ANNE), 'solceller frå:"bjørn" har:bil', type="thread")
    assert not learnt.total and "“bil” is nothing that a text carries." in learnt.page
    learnt = ask(browser_of(cast.ANNE), "solceller frå:bjørn", type="thread", municipality="4014")
    assert set(learnt.titles) == {TAKET, KIRKEN}
    assert 'href="/search?q=solceller&type=thread&municipality=4014">from:bjørn' in learnt.page, "in English for her"
    assert learnt.counts["type"] == {"thread": 2}, "counted under the operator too"


def test_what_is_meant_by_did_you_mean_keeps_the_operators(browser_of: Browser) -> None:
    assert ask(browser_of(cast.ANNE), "kirxen fra:bjørn").suggestion == "kirken fra:bjørn"


def said_by(learnt: Learnt) -> str:
    """The page without the proof that its forms carry."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", learnt.page)


@pytest.mark.parametrize("who", [None, cast.CARIN, cast.HILDE])
@pytest.mark.parametrize("named", ["i:Solenergi", "i:Telemarksnettverket"])
def test_a_hidden_name_and_none_at_all_are_the_same(browser_of: Browser, who: str | None, named: str) -> None:
    hidden = ask(browser_of(who), named)
    missing = ask(browser_of(who), "i:Xyzzy")
    assert hidden.nothing and missing.nothing
    value = named.partition(":")[2]
    assert said_by(hidden).replace(value, "Xyzzy") == said_by(missing)
    assert "You can read no room or network" in missing.page


def test_who_is_not_signed_in_knows_nobody(browser_of: Browser) -> None:
    finding.example("Solceller for alle", Visibility.PUBLIC)
    upkeep.rebuild()
    assert ask(browser_of(None), "solceller").total == 1
    assert not ask(browser_of(None), "solceller fra:anne").total


def test_a_guest_names_the_own_room_only(browser_of: Browser) -> None:
    gro = browser_of(cast.GRO)
    assert ask(gro, "i:solenergi type:tråd").titles == [KIRKEN]
    assert ask(gro, 'i:"Klima og energi"').nothing and ask(gro, "i:telemarksnettverket").nothing


def offered(browser: FlaskClient, typed: str) -> list[str]:
    """What the list beneath the field would write for what was TYPED."""
    fragment = browser.get("/search/suggest", query_string={"q": typed}).text
    return [unescape(text) for text in re.findall(r'data-text="([^"]*)"', fragment)]


@pytest.mark.parametrize(("typed", "texts"), [
    ("sol fra", ["sol from:"]), ("sol fr", ["sol from:"]), ("harr", []),
    ("sol fra:be", ['sol from:"Anne Berg" ']), ("sol från:bjørn", ['sol from:"Bjørn Dahl" ']), ("from:q", []),
    ("i:klim", ['in:"Klima og energi" ']), ("i:tele", ["in:Telemarksnettverket "]),
    ('sol tema:"clim', ['sol theme:"Climate and energy" ']), ("kommune:bam", ["municipality:Bamble "]),
    ("har:", ["has:file ", "has:card ", "has:link "]), ("type:gath", ["type:gathering "]), ("før:19", []),
    ("fra:anne ", [])])
def test_operators_and_their_values_are_offered_while_one_types(
        browser_of: Browser, typed: str, texts: list[str]) -> None:
    assert offered(browser_of(cast.ANNE), typed) == texts


def test_titles_are_offered_for_the_words_beside_operators(browser_of: Browser) -> None:
    fragment = browser_of(cast.ANNE).get("/search/suggest?q=fra:anne+solc").text
    assert TAKET in fragment


@pytest.mark.parametrize("who", [None, cast.CARIN, cast.HILDE, cast.GRO])
def test_no_place_is_offered_that_one_may_not_read(browser_of: Browser, who: str | None) -> None:
    browser = browser_of(who)
    assert offered(browser, "i:kunn") == offered(browser, "i:tele") == []
    assert offered(browser, "i:solen") == (['in:"Solenergi og ENØK" '] if who == cast.GRO else [])
    assert offered(browser, "fra:anne") == (['from:"Anne Berg" '] if who else [])


def test_a_number_that_two_countries_use_is_norways_and_the_swedish_one_says_so(browser_of: Browser) -> None:
    with db.transaction() as session:
        session.add_all(Organisation(kind=OrganisationKind.MUNICIPALITY, country=country, code="1860", name=name)
                        for country, name in (("NO", "Vestvågøy"), ("SE", "Laxå")))
    upkeep.rebuild()
    anne = browser_of(cast.ANNE)
    both = ask(anne, "type:kommune").counts["municipality"]
    assert both["1860"] == both["SE-1860"] == 1
    for asked_for, title in (("1860", "Vestvågøy"), ("SE-1860", "Laxå"), ("2510", "Jokkmokk"), ("SE-2510", "Jokkmokk")):
        learnt = ask(anne, "", type="municipality", municipality=asked_for)
        assert learnt.titles == [title] and title in learnt.page
        assert ask(anne, f"kommune:{asked_for}", type="municipality").titles == [title]
    assert ask(anne, "", municipality="9999").total == 0

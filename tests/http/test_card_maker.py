"""Making a card: the indicator is soon found, and whom to compare with is one click."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.indicators import service
from app.indicators.choice import Choice
from app.permissions import Actor
from tests import cast
from tests.http.test_indicators import CODE, boxes, figured, put_into_solar
from tests.pages import send

__all__ = ["figured"]
Who = Callable[[str], Actor]
Browser = Callable[[str | None], FlaskClient]
pytestmark = pytest.mark.usefixtures("figured")
NEW = f"/cards/new?indicator={CODE}"


def groups(page: str) -> dict[str, list[str]]:
    """Heading -> the codes beneath it."""
    parts = re.split(r'<section class="pick-group">', page)[1:]
    return {(re.search(r"<h2>(.*?)</h2>", part) or [""] * 2)[1]: re.findall(r"indicator=(\w+)", part)
            for part in parts}


def pressed(page: str) -> list[str]:
    return re.findall(r'name="set" value="([^"]+)"[^>]*aria-pressed="true"', page)


@pytest.mark.parametrize("words", ["klimagass industri", "växthusgaser", "greenhouse industry", "GHG_per_inhab_ex"])
def test_words_find_the_indicator_in_any_language(browser_of: Browser, words: str) -> None:
    found = groups(browser_of(cast.ANNE).get(f"/cards/new?find={words}").text)
    assert found and CODE in found[""]


def test_what_nobody_counts_is_not_found_and_only_what_has_figures_is_offered(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    assert "No indicator by these words." in anne.get("/cards/new?find=enhjørning").text
    offered = [code for some in groups(anne.get("/cards/new").text).values() for code in some]
    assert sorted(set(offered)) == ["no_ghg_ex_industry", CODE, "no_population"]
    assert groups(anne.get("/cards/new?theme=climate_energy").text).keys() == {"Climate and energy"}


def test_favourites_come_first_until_they_are_taken_away(browser_of: Browser) -> None:
    anne, path = browser_of(cast.ANNE), "/indicators/no_population"
    assert send(anne, f"{path}/favourite", page=path, keep="1").status_code == 303
    assert groups(anne.get("/cards/new").text)["Your favourites"] == ["no_population"]
    assert "Your favourites" not in groups(browser_of(cast.BJORN).get("/cards/new").text)
    send(anne, f"{path}/favourite", page=path)
    assert "Your favourites" not in groups(anne.get("/cards/new").text)


def test_what_one_used_and_what_the_room_used_is_near(actor: Who, browser_of: Browser) -> None:
    card, room = service.make_card(actor(cast.ANNE), Choice(CODE, ("4012",))), cast.room(cast.SOLAR).id
    put_into_solar(actor(cast.ANNE), card.id)
    assert groups(browser_of(cast.ANNE).get("/cards/new").text)["Used lately by you"] == [CODE]
    assert groups(browser_of(cast.BJORN).get(f"/cards/new?room={room}").text)["Used in this room"] == [CODE]
    for stranger in (cast.CARIN, cast.HILDE):
        assert "Used in this room" not in groups(browser_of(stranger).get(f"/cards/new?room={room}").text)


@pytest.mark.parametrize(("key", "ticked", "median"), [
    ("mine", 1, ""), ("similar", 1, "similar"), ("county", 1, "county"), ("country", 1, "country"),
    ("network:{}", 4, "")])
def test_whom_to_compare_with_is_one_click(browser_of: Browser, key: str, ticked: int, median: str) -> None:
    key = key.format(cast.network(cast.TELEMARK).id)
    page = browser_of(cast.ANNE).get(f"{NEW}&chosen=1&municipalities=4014&from=2015&set={key}").text
    assert pressed(page) == [key] and boxes(page) == ticked
    assert f'<option selected value="{median}">' in page
    assert 'value="2015"' in page, "the years stay as they were chosen"
    assert "indicator-card" in page


def test_a_stranger_is_not_offered_a_network(browser_of: Browser) -> None:
    network = cast.network(cast.TELEMARK).id
    page = browser_of(cast.CARIN).get(f"{NEW}&set=network:{network}").text
    assert cast.TELEMARK not in page and f"network:{network}" not in page


def test_another_indicator_takes_over_what_was_chosen(browser_of: Browser) -> None:
    page = browser_of(cast.ANNE).get(f"{NEW}&chosen=1&municipalities=4014&from=2015&pick=1").text
    assert "chosen=1&amp;municipalities=4014&amp;from=2015&amp;indicator=no_population" in page


def test_an_unknown_indicator_leads_back_to_the_list_with_words(browser_of: Browser) -> None:
    refused = send(browser_of(cast.ANNE), "/cards", page="/settings", indicator="moon", municipalities=["4012"])
    assert refused.status_code == 422 and "We know no indicator “moon”" in refused.text

"""Whom a card compares with, as people choose it, and what they may not learn by it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.database import db
from app.errors import Invalid
from app.indicators import queries, service
from app.indicators.choice import Choice
from app.permissions import Actor
from tests import cast
from tests.http.test_indicators import CODE, FOUR, bring_in, figured
from tests.pages import send

__all__ = ["figured"]
Who = Callable[[str], Actor]
Browser = Callable[[str | None], FlaskClient]
pytestmark = pytest.mark.usefixtures("figured")


def network(name: str = cast.TELEMARK) -> str:
    return f"network:{cast.network(name).id}"


def test_two_clicks_give_the_median_of_ones_network(actor: Who) -> None:
    frozen = service.make_card(actor(cast.ANNE), Choice(CODE, ("4012",), compare=network())).figures
    assert frozen.circle
    assert (frozen.circle.kind, frozen.circle.name, frozen.circle.size) == ("network", cast.TELEMARK, 4)
    assert frozen.circle.low[2024] <= frozen.circle.middle[2024] <= frozen.circle.high[2024]


def test_the_median_is_frozen_too(actor: Who) -> None:
    card = service.make_card(actor(cast.ANNE), Choice(CODE, ("4012",), compare=network()))
    before = card.figures.circle
    db.session.expire_all()
    assert card.figures.circle == before


def test_newer_figures_of_the_others_are_news_when_they_move_the_median(actor: Who) -> None:
    anne = actor(cast.ANNE)
    beside, alone = (service.make_card(anne, Choice(CODE, ("4014",), compare=compare)) for compare in (network(), ""))
    assert beside.figures.circle and "4012" in beside.figures.circle.codes
    bring_in("4014")
    assert queries.newer_figures(anne, [beside, alone]) == set(), "the same figures again"
    bring_in(*FOUR)
    assert queries.newer_figures(anne, [beside, alone]) == {beside.id}


@pytest.mark.parametrize("compare", ["county", "country", "similar"])
def test_one_may_compare_with_others_like_oneself(actor: Who, compare: str) -> None:
    frozen = service.make_card(actor(cast.ANNE), Choice(CODE, ("4012",), compare=compare)).figures
    assert frozen.circle
    assert frozen.circle.kind == compare


@pytest.mark.parametrize("compare", ["network:9999", "network:x", "moon", "network:"])
def test_nobody_is_nobody_to_compare_with(actor: Who, compare: str) -> None:
    with pytest.raises(Invalid):
        service.make_card(actor(cast.ANNE), Choice(CODE, ("4012",), compare=compare))


def test_a_network_that_one_may_not_read_is_as_one_that_is_not_there(actor: Who) -> None:
    refused = []
    for compare in (network(), "network:9999"):
        with pytest.raises(Invalid) as refusal:
            service.make_card(actor(cast.CARIN), Choice(CODE, ("4012",), compare=compare))
        refused.append({name: str(words) for name, words in refusal.value.errors.items()})
    assert refused[0] == refused[1]


def test_a_target_is_typed_as_people_write_it_and_kept_when_it_is_wrong(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    right = {"indicator": CODE, "municipalities": ["4012"], "target_year": "2030", "target_value": "2,5"}
    made = send(anne, "/cards", page="/settings", **right)
    assert made.status_code == 303
    card = anne.get(f"/api/v1{made.headers['Location']}").json
    assert card["target"] == {"year": 2030, "value": 2.5}
    wrong = send(anne, "/cards", page="/settings", **{**right, "target_value": "half"})
    assert wrong.status_code == 422
    assert "half" in wrong.text
    assert "Write a number." in wrong.text


def test_the_api_takes_and_gives_all_of_it(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    made = anne.post("/api/v1/cards", json={
        "indicator": CODE, "municipalities": ["4012"], "form": "bars", "compare": network(),
        "target": {"year": 2030, "value": 2.5}})
    assert made.status_code == 201
    assert (made.json["form"], made.json["circle"]["size"], made.json["target"]["year"]) == ("bars", 4, 2030)
    assert anne.post("/api/v1/cards", json={
        "indicator": CODE, "municipalities": ["4012"], "form": "pie"}).status_code == 422


def test_a_card_can_be_chosen_anew_as_it_was(browser_of: Browser) -> None:
    page = browser_of(cast.ANNE).get(
        f"/cards/new?indicator={CODE}&municipalities=4012&chosen=1&compare=country&form=bars&target_year=2030"
        "&target_value=2,5")
    assert page.status_code == 200
    assert '<option selected value="country">' in page.text
    assert "Mål 2030" in page.text or "Target 2030" in page.text

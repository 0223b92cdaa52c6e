"""KS's catalogue of indicators, to look up."""

from collections.abc import Callable

from flask.testing import FlaskClient

from app import registers
from app.indicators import service
from app.permissions import SYSTEM
from tests import cast

Browser = Callable[[str | None], FlaskClient]
PAGE = "/indicators/reference"


def test_it_is_searched_by_words_set_and_goal_and_leads_to_the_source(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    found = anne.get(PAGE, query_string={"q": "nullutslippskjøretøy BILPARKEN", "goal": "9"}).text
    assert "Andel av bilparken som er nullutslippskjøretøy" in found and "statbank/table/13227" in found
    assert "Nothing by these words" in anne.get(PAGE, query_string={"q": "nullutslippskjøretøy", "goal": "1"}).text
    assert "1 indicator" in anne.get(PAGE, query_string={"q": "bilparken", "set": "De norske målepunktene"}).text


def test_many_come_page_by_page(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    assert "page=2" in anne.get(PAGE).text
    assert anne.get(f"{PAGE}?page=9999").status_code == 200
    assert anne.get(f"{PAGE}?page=x&goal=y&set=z").status_code == 200


def test_what_we_count_too_leads_to_ours(browser_of: Browser) -> None:
    service.load_catalogue(SYSTEM)
    assert "/indicators/no_ghg_road" in browser_of(cast.ANNE).get(f"{PAGE}?q=utslipp+veitrafikk").text
    ours = {one.code for one in registers.indicators()}
    assert {one.ours for one in registers.references()} <= {"", *ours}


def test_it_is_for_those_who_are_signed_in(browser_of: Browser) -> None:
    assert browser_of(None).get(PAGE).status_code in (302, 303, 401)

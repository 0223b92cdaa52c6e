"""Every screen, light and dark, on a phone and on a desk: no barrier that axe knows of, nothing cut off."""

from collections.abc import Callable

import pytest

from tests import cast
from tests.browser.conftest import Guest, House
from tests.browser.looks import barriers, overflow, to_the_end

SIGNED_OUT = ["/", "/sign-in", "/accessibility", "/privacy", "/public", "/api/docs", "/no-such-page"]
SCREENS = ["/", "/networks", "/networks/1", "/networks/1/files", "/networks/1/examples", "/networks/1/people",
           "/networks/1/indicators", "/networks/1/gatherings", "/rooms/{room}", "/rooms/{empty_room}",
           "/threads/{short}", "/threads/{closed}", "/search", "/search?q=roof", "/search?q=ingenting", "/examples",
           "/examples/new", "/contacts", "/people/1", "/people/me/edit", "/municipalities/4012", "/gatherings",
           "/indicators", "/cards/new", "/settings", "/no-such-page", "/messages", "/messages/new", "/following",
           "/scheduled", "/polls/new", "/threads/{short}/followups", "/offline", "/goals", "/municipalities/4012/goals",
           "/municipalities/4012/goals/new", "/settings/two-step", "/settings/work-accounts"]
DESKS = ["/networks/1/edit", "/networks/1/members", "/gatherings/new", "/rooms/{room}/settings",
         "/rooms/{room}?kind=discussion&state=closed", "/threads/{short}/move", "/threads/{short}/split",
         "/threads/{short}/merge", "/threads/{short}/elsewhere"]
ADMIN = ["/admin", "/admin/search", "/indicators/sources", "/admin/people", "/admin/people/1", "/admin/networks/new"]
LOOKS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize(("who", "paths"), [
    (None, SIGNED_OUT), (cast.ANNE, SCREENS), (cast.DAG, DESKS), (cast.FRODE, ADMIN)])
def test_no_screen_has_a_barrier(house: House, guest: Callable[..., Guest], who: str | None, paths: list[str],
                                 width: int, scheme: str) -> None:
    one, found = guest(who, width=width, scheme=scheme), {}
    for path in paths:
        address = path.format(**house.facts)
        one.goto(address)
        to_the_end(one.page)
        if faults := [*barriers(one.page), *([f"{overflow(one.page)} px too wide"] if overflow(one.page) > 0 else [])]:
            found[address] = faults[:3]
    one.troubles = [trouble for trouble in one.troubles if "404" not in trouble]
    assert found == {}

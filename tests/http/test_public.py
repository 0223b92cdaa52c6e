"""What citizens see: what is published for everybody, and not a word more, the same for whoever looks."""

import io
import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from app.accounts.session import actor_of
from app.demo.office import txt
from app.examples import service
from app.files import service as files
from app.networks.models import State
from app.permissions import Visibility
from tests import cast
from tests.examples import draft, place, published

Browser = Callable[[str | None], FlaskClient]


def test_citizens_read_public_examples_and_who_works_together(browser_of: Browser) -> None:
    example = published(Visibility.PUBLIC, solution="We did it **step by step**.")
    citizen = browser_of(None)
    front = citizen.get("/public?lang=en").text
    assert example.title in front and cast.TELEMARK in front and "Kragerø" in front
    page = citizen.get(f"/public{example.path}?lang=en").text
    assert "<strong>step by step</strong>" in page and "Challenge" not in page
    assert citizen.get(f"/public/examples/{example.id}").headers["Location"] == f"/public{example.path}"


def test_a_link_to_an_example_leads_a_citizen_to_its_public_page_and_others_to_the_sign_in(
        browser_of: Browser) -> None:
    for_all, for_members = published(Visibility.PUBLIC), published(Visibility.MEMBERS)
    citizen = browser_of(None)
    assert citizen.get(for_all.path).headers["Location"] == f"/public{for_all.path}"
    assert citizen.get(for_all.path, follow_redirects=True).status_code == 200
    assert citizen.get(f"/examples/{for_all.id}").headers["Location"] == f"/public/examples/{for_all.id}"
    for path in (for_members.path, f"/examples/{10**15}"):
        assert citizen.get(path).headers["Location"].startswith("/sign-in")
    assert browser_of(cast.ANNE).get(for_all.path).status_code == 200


@pytest.mark.parametrize("who", [None, cast.ANNE, cast.DAG, cast.ELI, cast.FRODE])
def test_nothing_that_is_for_fewer_is_ever_public(browser_of: Browser, who: str | None) -> None:
    archived = published(Visibility.PUBLIC, title="Bortlagt")
    service.archive(actor_of(cast.person(cast.ANNE)), archived.id)
    submitted = draft(title="Innsendt", wanted_visibility="public")
    service.submit(actor_of(cast.person(cast.ANNE)), submitted.id)
    hidden = [published(title="Nettverkets"), published(Visibility.MEMBERS, title="Medlemmenes"),
              draft(title="Utkastet", wanted_visibility="public"), submitted, archived]
    browser = browser_of(who)
    front = browser.get("/public").text
    for example in hidden:
        assert example.title not in front
        assert browser.get(f"/public/examples/{example.id}").status_code == 404
        assert browser.get(f"/public{example.path}").status_code == 404
    assert browser.get(f"/public/examples/{10**15}").status_code == 404


def test_a_wish_for_everybody_is_not_yet_everybody(browser_of: Browser) -> None:
    example = published()
    service.edit(actor_of(cast.person(cast.ANNE)), example.id, {"wanted_visibility": "public"})
    assert browser_of(None).get(f"/public{example.path}").status_code == 404


def test_public_pages_name_no_person(browser_of: Browser) -> None:
    example = published(Visibility.PUBLIC, municipalities=[place("4012")])
    for page in (browser_of(cast.ANNE).get("/public").text, browser_of(cast.ANNE).get(f"/public{example.path}").text):
        assert all(one.name not in page and one.email not in page for one in map(cast.person, (cast.ANNE, cast.DAG)))


def test_any_cache_may_keep_what_a_citizen_sees_and_only_ones_own_what_others_see(browser_of: Browser) -> None:
    example = published(Visibility.PUBLIC)
    for path in ("/public", f"/public{example.path}"):
        answer = browser_of(None).get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert "Set-Cookie" not in answer.headers and "csrf" not in answer.text
        assert browser_of(cast.ANNE).get(path).headers["Cache-Control"] == "private, max-age=300"
        again = browser_of(None).get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


@pytest.mark.parametrize(("asked", "browser", "language"), [
    ("sv", "nb", "sv"), ("", "sv-SE,sv;q=0.9", "sv"), ("", "no", "nb"), ("", "fr", "nb"), ("xx", "en", "nb")])
def test_the_address_or_the_browser_chooses_the_language(browser_of: Browser, asked: str, browser: str,
                                                         language: str) -> None:
    answer = browser_of(None).get(f"/public?lang={asked}", headers={"Accept-Language": browser})
    assert f'<html lang="{language}"' in answer.text and "Accept-Language" in answer.headers["Vary"]


def test_attachments_of_public_examples_open_without_a_sign_in(browser_of: Browser) -> None:
    anne = actor_of(cast.person(cast.ANNE))
    file = files.upload(anne, "regnskap.txt", io.BytesIO(txt("Regnskap")))
    example = published(Visibility.PUBLIC, files=[file.id])
    citizen = browser_of(None)
    assert f"/files/{file.id}/content" in citizen.get(f"/public{example.path}").text
    with citizen.get(f"/files/{file.id}/content") as answer:
        assert answer.status_code == 200
    service.archive(anne, example.id)
    assert citizen.get(f"/files/{file.id}/content").status_code == 404


def test_a_network_that_is_being_set_up_is_not_shown(browser_of: Browser) -> None:
    cast.network(cast.NORR).state = State.SETTING_UP
    assert cast.NORR not in browser_of(None).get("/public").text


def test_an_example_tells_machines_what_it_is_and_nothing_in_it_ends_the_script(browser_of: Browser) -> None:
    example = published(Visibility.PUBLIC, title="</script><script>alert(1)</script> & «sol»")
    page = browser_of(None).get(f"/public{example.path}").text
    told = page.partition('type="application/ld+json"')[2].partition(">")[2].partition("</script>")[0]
    assert json.loads(told)["headline"] == example.title and "alert(1)</script>" not in page
    assert f'rel="canonical" href="{json.loads(told)["url"]}"' in page and 'property="og:title"' in page


def test_the_feed_and_the_map_of_the_site_know_only_what_is_for_everybody(browser_of: Browser) -> None:
    example = published(Visibility.PUBLIC, title="Åpen & <b>")
    published(Visibility.MEMBERS, title="Medlemmenes"), draft(title="Utkastet")
    for who in (None, cast.ANNE, cast.FRODE):
        browser = browser_of(who)
        for path in ("/public/examples.atom", "/public/examples.atom?theme=climate_energy", "/sitemap.xml"):
            text = browser.get(path).text
            assert ElementTree.fromstring(text) is not None and example.path in text
            assert "edlemmenes" not in text and "tkastet" not in text
        assert example.path not in browser.get("/public/examples.atom?theme=outdoor_health").text
    robots = browser_of(None).get("/robots.txt").text
    assert "Disallow: /threads/" in robots and "/sitemap.xml" in robots

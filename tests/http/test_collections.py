"""Collections: staff choose and put in order, all see what they may read of it, and nothing hints at the rest."""

import io
import zipfile

import pypdfium2  # type: ignore[import-untyped]  # it comes without types
import pytest
from flask.testing import FlaskClient

from app.accounts.session import actor_of
from app.curated import queries, service
from app.curated.models import Collection
from app.errors import Denied, Invalid, Missing
from app.examples import service as examples
from app.examples.models import Example
from app.permissions import Actor, Visibility
from tests import cast
from tests.examples import draft, published
from tests.pages import selects, send
from tests.talk import Browser

pytestmark = pytest.mark.usefixtures("stage")


def eli() -> Actor:
    """Staff."""
    return actor_of(cast.person(cast.ELI))


def gathered(*chosen: Example) -> Collection:
    """Eli's collection of CHOSEN."""
    made = service.create(eli(), "Strøm og varme", "Begynn med det billige.")
    for one in chosen:
        service.add(eli(), made.id, one.id)
    return made


def titles(collection: Collection, who: str = cast.ELI) -> list[str]:
    """What somebody sees in it, in order."""
    return [one.example.title for one in queries.items(actor_of(cast.person(who)), collection)]


def press(browser: FlaskClient, collection: Collection, button: str, **fields: object) -> int:
    """Press a BUTTON on the page where examples are chosen; the status of the answer."""
    return send(browser, f"{collection.path}/examples{button}", f"{collection.path}/examples", **fields).status_code


def test_staff_make_one_choose_by_words_and_put_it_in_order(browser_of: Browser) -> None:
    sun, night = published(title="Ære være sola"), published(title="Natta først")
    browser = browser_of(cast.ELI)
    refused = send(browser, "/collections/new", "/collections/new", title=" ", words="Det som er spart.")
    assert refused.status_code == 422 and "Write a title." in refused.text and "Det som er spart." in refused.text
    made = send(browser, "/collections/new", "/collections/new", title="Strøm", words="Det som er spart.")
    [(collection, number)] = queries.collections(eli())
    assert made.location == f"{collection.path}/examples" and number == 0
    offered = browser.get(f"{made.location}?q=ære").text
    assert sun.title in offered and night.title not in offered
    for one in (sun, night, sun):
        assert press(browser, collection, "", example_id=one.id) == 303
    assert titles(collection) == [sun.title, night.title]
    press(browser, collection, f"/{night.id}/move", to="up")
    assert titles(collection) == [night.title, sun.title]
    press(browser, collection, f"/{night.id}/move", to="up")
    assert titles(collection) == [night.title, sun.title]
    press(browser, collection, f"/{night.id}/move", to="down")
    press(browser, collection, f"/{night.id}", note="Koster bare tid.")
    page = browser.get(collection.path).text
    assert page.index(sun.title) < page.index(night.title) < page.index("Koster bare tid.")


def test_what_is_taken_out_or_away_comes_back_where_it_was(browser_of: Browser) -> None:
    sun, night = published(title="Sola"), published(title="Natta")
    collection, browser = gathered(sun, night), browser_of(cast.ELI)
    out = send(browser, f"{collection.path}/examples/{sun.id}/remove", f"{collection.path}/examples")
    assert titles(collection) == ["Natta"] and "“Sola” is taken out." in browser.get(out.location).text
    press(browser, collection, f"/{sun.id}/restore")
    assert titles(collection) == ["Sola", "Natta"]
    gone = send(browser, f"{collection.path}/remove", collection.path)
    assert queries.collections(eli()) == [] and browser.get(collection.path).status_code == 404
    assert collection.path not in browser.get(sun.path).text
    send(browser, f"{collection.path}/restore", gone.location)
    assert titles(collection) == ["Sola", "Natta"]


def test_only_staff_choose(browser_of: Browser) -> None:
    example = published()
    collection = gathered(example)
    for who in (cast.ANNE, cast.DAG, cast.GRO):
        with pytest.raises(Denied):
            service.add(actor_of(cast.person(who)), collection.id, example.id)
        browser = browser_of(who)
        assert browser.get(f"{collection.path}/examples").status_code == 403
        assert "/collections/new" not in browser.get("/collections").text
    assert "Put it in a collection" not in browser_of(cast.ANNE).get(example.path).text


def test_only_what_is_published_is_chosen_and_an_archived_one_is_not_shown() -> None:
    example, waiting = published(), draft()
    collection = gathered(example)
    for number in (waiting.id, 0, 2**31):
        with pytest.raises(Missing):
            service.add(eli(), collection.id, number)
    with pytest.raises(Invalid):
        service.edit(eli(), collection.id, "x" * 121)
    examples.archive(eli(), example.id)
    assert titles(collection) == [] and queries.collections(eli()) == [(collection, 0)]


def test_each_sees_and_counts_only_what_they_may_read(browser_of: Browser) -> None:
    hidden, shared = published(title="Bare for Telemark"), published(Visibility.MEMBERS, title="For alle inne")
    collection, secret = gathered(hidden, shared), gathered(hidden)
    assert titles(collection, cast.ANNE) == [hidden.title, shared.title]
    carin = browser_of(cast.CARIN)
    page = carin.get(collection.path).text
    assert shared.title in page and hidden.title not in page and "1 example" in page
    assert queries.collections(actor_of(cast.person(cast.CARIN))) == [(secret, 0), (collection, 1)]
    assert "No examples yet" in carin.get(secret.path).text and secret.path not in carin.get("/examples").text


def test_an_example_says_what_it_is_part_of_and_staff_add_it_from_there(browser_of: Browser) -> None:
    example = published()
    collection, staff = gathered(), browser_of(cast.ELI)
    added = send(staff, f"{collection.path}/examples", f"/examples/{example.id}/collections",
                 example_id=example.id, from_example=1)
    assert added.location == f"/examples/{example.id}"
    anne = browser_of(cast.ANNE)
    assert "Part of" in anne.get(example.path).text and collection.path in anne.get("/examples").text
    assert "It is in" in staff.get(f"/examples/{example.id}/collections").text


def test_citizens_see_one_with_public_examples_and_those_alone(browser_of: Browser) -> None:
    hidden, shown = published(title="Bare inne"), published(Visibility.PUBLIC, title="For innbyggere")
    collection, inside = gathered(hidden, shown), gathered(hidden)
    nobody = browser_of(None)
    page = nobody.get(collection.path, follow_redirects=True).text
    assert f"/public{shown.path}" in page and hidden.title not in page
    front, sitemap = nobody.get("/public").text, nobody.get("/sitemap.xml").text
    assert f"/public{collection.path}" in front and f"/public{collection.path}<" in sitemap
    assert f"/public{inside.path}" not in front and f"/public{inside.path}<" not in sitemap
    assert nobody.get(f"/public{inside.path}").status_code == 404 == nobody.get("/public/collections/0").status_code
    assert "/sign-in" in nobody.get(inside.path).location


def test_a_long_one_has_pages_and_asks_the_database_little(browser_of: Browser) -> None:
    collection = gathered(*(published(title=f"Nummer {number}") for number in range(3)))
    browser = browser_of(cast.ANNE)
    browser.get(collection.path)
    with selects() as made:
        assert "3 examples" in browser.get(collection.path).text
    assert len(made) <= 12
    assert [len(queries.items(eli(), collection, page, 2)) for page in (1, 2, 3)] == [2, 1, 0]


def words_of(browser: FlaskClient, collection: Collection) -> list[str]:
    """What its documents say: the PDF, and the Word file."""
    pages = pypdfium2.PdfDocument(browser.get(f"{collection.path}.pdf").data)
    with zipfile.ZipFile(io.BytesIO(browser.get(f"{collection.path}.docx").data)) as word:
        parts = [word.read(name).decode() for name in word.namelist()]
    return ["\n".join(page.get_textpage().get_text_range() for page in pages), "\n".join(parts)]


def test_it_leaves_as_one_document_with_what_the_reader_may_read(browser_of: Browser) -> None:
    circle = {"circle": Visibility.PUBLIC, "results": "Sparer <b>96 000</b> & mer"}
    sun, night = published(title="Sol for alle", **circle), published(title="Bare for nettverket")
    collection = gathered(sun, night)
    service.say_why(eli(), collection.id, sun.id, "Fordi det er lett å følge")
    for text in words_of(browser_of(cast.BJORN), collection):
        for words in ("Strøm og varme", "Begynn med det billige.", "Contents", "Fordi det er lett å følge",
                      "Sol for alle", "Bare for nettverket", sun.path, night.path):
            assert words in text, words
        assert text.count("Sol for alle") >= 2, "in the contents, and as a heading"
    for text in words_of(browser_of(cast.CARIN), collection):
        assert "Sol for alle" in text and "Bare for" not in text and night.path not in text
    assert browser_of(None).get(f"{collection.path}.pdf").status_code == 302
    assert browser_of(cast.CARIN).get("/collections/99.pdf").status_code == 404
    empty = gathered()
    assert all("Strøm og varme" in text for text in words_of(browser_of(cast.BJORN), empty))

"""How coordinators look after rooms, and what others see of it."""

from app.accounts.session import actor_of
from app.database import db
from app.networks.models import Theme
from app.rooms import queries, service
from tests import cast
from tests.pages import send
from tests.talk import Browser, asked

FIELDS = {"name": cast.CLIMATE, "about": "All about it", "kind": "discussion", "theme": "0", "position": "0"}


def path() -> str:
    """Of the room that is looked after."""
    return f"/rooms/{cast.room(cast.CLIMATE).id}"


def save(browser_of: Browser, who: str = cast.DAG, **fields: str) -> tuple[int, str]:
    """Status and page of the answer when somebody saves FIELDS of the room."""
    answer = send(browser_of(who), f"{path()}/settings", "/settings", **{**FIELDS, **fields})
    return answer.status_code, answer.text


def test_only_coordinators_look_after_a_room(browser_of: Browser) -> None:
    for who, met in ((cast.DAG, 200), (cast.FRODE, 200), (cast.ANNE, 403), (cast.ELI, 403), (cast.CARIN, 404)):
        assert browser_of(who).get(f"{path()}/settings").status_code == met
    assert save(browser_of, cast.ANNE)[0] == 403
    assert "/settings" in browser_of(cast.DAG).get(path()).text.split("<main")[1]
    assert f"{path()}/settings" not in browser_of(cast.ANNE).get(path()).text


def test_links_and_templates_are_there_for_all_who_read_the_room(browser_of: Browser) -> None:
    thread = asked()
    status, _ = save(browser_of, **{
        "links-0-target": "https://www.ks.no/klima", "links-0-title": "About climate at KS",
        "links-1-target": f"thread:{thread.id}", "links-1-title": "What we asked first",
        "links-2-target": "", "links-2-title": "",
        "templates-0-name": "Short question", "templates-0-title": "About …",
        "templates-0-body": "We want:\n\nWe tried:"})
    assert status == 303
    bjorn = browser_of(cast.BJORN)
    page = bjorn.get(path()).text
    assert 'href="https://www.ks.no/klima"' in page and f'href="/threads/{thread.id}"' in page
    begun = page.split(">Short question</a>")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    form = bjorn.get(begun.partition("#")[0]).text
    assert "We want:\n\nWe tried:</textarea>" in form and 'value="About …"' in form
    again = browser_of(cast.DAG).get(f"{path()}/settings").text
    assert "We want:" in again and 'name="templates-1-name"' in again and 'name="links-2-target"' in again
    assert save(browser_of)[0] == 303
    assert "Short question" not in bjorn.get(path()).text


def test_what_cannot_be_kept_comes_back_as_it_was_typed(browser_of: Browser) -> None:
    hidden = asked(cast.CARIN, cast.NORTH)
    for wrong in ({"links-0-target": "javascript:alert(1)"}, {"links-0-target": "//evil.example"},
                  {"links-0-target": f"thread:{hidden.id}"}, {"links-0-target": "whale:4"},
                  {"name": ""}, {"name": cast.SOLAR}, {"position": "many"}, {"kind": "nonsense"}, {"theme": "999"}):
        status, page = save(browser_of, **{"about": "Typed with care", **wrong})
        assert status == 422 and "Typed with care</textarea>" in page, wrong
    assert queries.room(actor_of(cast.person(cast.DAG)), cast.room(cast.CLIMATE).id).about == ""


def test_rooms_stand_by_theme_in_their_order_and_archived_ones_last(browser_of: Browser) -> None:
    themes = {one.key: one.id for one in db.session.query(Theme)}
    dag, network = actor_of(cast.person(cast.DAG)), cast.network(cast.TELEMARK)
    rooms = {name: service.create_room(dag, network.id, name).id for name in ("Paths", "Old", "Bathing")}
    for name, theme, position in (("Paths", "outdoor_health", 2), ("Bathing", "outdoor_health", 1),
                                  ("Old", "climate_energy", 0)):
        service.edit_room(dag, rooms[name], service.Facts(name, theme_id=themes[theme], position=position))
    service.archive_room(dag, rooms["Old"], archived=True)
    anne = browser_of(cast.ANNE)
    for page in (anne.get(f"/rooms/{rooms['Paths']}").text.split('id="rooms-menu"')[1],
                 anne.get(f"/networks/{network.id}").text.split("<main")[1]):
        places = [page.index(f"{name}</a>") for name in ("Bathing", "Paths", cast.SOLAR, "Old")]
        assert places == sorted(places)
        assert page.index("Outdoor life") < places[0] and places[2] < page.index("Archived") < places[3]


def test_an_archived_room_is_read_and_found_and_opened_again(browser_of: Browser) -> None:
    thread = asked()
    dag, anne = browser_of(cast.DAG), browser_of(cast.ANNE)
    assert send(browser_of(cast.ANNE), f"{path()}/archive", "/settings").status_code == 403
    assert send(dag, f"{path()}/archive", "/settings").status_code == 303
    page = anne.get(path()).text
    assert "This room is archived." in page and thread.title in page and 'id="composer"' not in page
    assert anne.get(f"/threads/{thread.id}").status_code == 200
    assert send(anne, f"/threads/{thread.id}/messages", "/settings", body="More?").status_code == 409
    assert send(dag, f"{path()}/archive", "/settings", open="1").status_code == 303
    assert 'id="composer"' in anne.get(path()).text


def test_programs_look_after_rooms_too(browser_of: Browser) -> None:
    dag = browser_of(cast.DAG)
    answer = dag.patch(f"/api/v1{path()}", json={
        "about": "News only", "kind": "announcement", "links": [{"title": "KS", "target": "https://www.ks.no"}]})
    assert (answer.status_code, answer.json["about"], answer.json["kind"]) == (200, "News only", "announcement")
    assert answer.json["links"] == [{"title": "KS", "target": "https://www.ks.no"}]
    assert dag.patch(f"/api/v1{path()}", json={"archived": True}).json["about"] == "News only"
    assert dag.patch(f"/api/v1{path()}", json={"links": [{"title": "x", "target": "x"}]}).status_code == 422
    assert browser_of(cast.ANNE).patch(f"/api/v1{path()}", json={"about": "Mine"}).status_code == 403

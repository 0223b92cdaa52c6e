"""Eli searches all networks, narrows, and finds whom to ask; Carin, a stranger to one of them, learns nothing of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from app.demo.slides import Slide, pptx
from tests import cast
from tests.browser.conftest import Guest, House
from tests.browser.looks import barriers, becomes, overflow

WORDS = "solceller på kommunale tak"
EXAMPLE, THREAD, FILE = "Solceller på fire kommunale tak", "Hvem har solceller på tak?", "Anbud-solceller.pptx"
FOUND = """async () => {
  const answer = await (await fetch("/api/v1/search?q=" + encodeURIComponent("solceller på kommunale tak"))).json();
  const found = answer.facets.type.map((one) => one.value);
  return ["example", "thread", "file", "person"].every((kind) => found.includes(kind));
}"""


@dataclass(frozen=True)
class Telemark:
    """What there is to find in Telemarksnettverket."""

    example: int
    thread: int


Fill = Callable[[Callable[..., Guest]], Telemark]


@pytest.fixture(scope="module")
def telemark(house: House) -> Fill:
    """Let Anne, Bjørn and Eli fill the network, once for all tests of this file."""
    made: list[Telemark] = []

    def fill(guest: Callable[..., Guest]) -> Telemark:
        if not made:
            made.append(filled(guest(cast.ANNE), guest(cast.BJORN), guest(cast.ELI), house))
        return made[0]
    return fill


def filled(anne: Guest, bjorn: Guest, eli: Guest, house: House) -> Telemark:
    """Anne asks, attaches slides, writes an example and says what she knows; Eli publishes; the worker follows."""
    def send(path: str, by: Guest = anne, **what: object) -> dict[str, int]:
        answer = by.context.request.post(by.line.address + "/api/v1" + path, **what)
        assert answer.status == 201, answer.text()
        return dict(answer.json())
    send(f"/rooms/{house['room']}/threads", bjorn, data={"body": "Kragerø har solceller på kommunale tak."})
    slides = pptx([Slide("Anbudet"), Slide("Krav til kommunale tak: solceller, snølast, tekking")])
    file = send("/files", multipart={"file": {"name": FILE, "mimeType": "application/octet-stream", "buffer": slides}})
    thread = send(f"/rooms/{house['room']}/threads", data={
        "body": f"{THREAD}\n\nVi vil legge dem på to kommunale bygg.", "files": [file["id"]]})
    example = send("/examples", data={
        "title": EXAMPLE, "summary": "Bamble fikk solceller som gir 96 000 kWh i året.", "themes": ["climate_energy"],
        "municipalities": ["4012"], "network": thread_of(thread)["network"], "start_date": "2024"})["id"]
    anne.goto(f"/examples/{example}")
    anne.page.get_by_role("button", name="Send for review").click()
    expect(anne.page.get_by_role("button", name="Send for review")).to_have_count(0)
    anne.goto("/people/me/edit")
    anne.page.get_by_label("Ask me about").fill("Solceller på tak av kommunale bygg")
    anne.page.locator("main form").get_by_role("button", name="Save").click()
    expect(anne.page.get_by_role("heading", level=1)).to_contain_text("Anne Berg")
    eli.goto(f"/examples/{example}")
    eli.page.get_by_role("button", name="Publish").click()
    expect(eli.page.get_by_role("button", name="Publish")).to_have_count(0)
    becomes(eli.page, FOUND)
    return Telemark(example, thread_of(thread)["id"])


def thread_of(answer: dict[str, object]) -> dict[str, int]:
    found = answer["thread"]
    assert isinstance(found, dict)
    return found


def group(page: Page, name: str) -> Locator:
    """The hits of one kind."""
    return page.locator(".hit-group", has=page.get_by_role("heading", name=name, exact=True))


def count(page: Page, label: str) -> int:
    """The number beside a value by which one can narrow."""
    link = page.locator(".facet-list a", has_text=label)
    return int(link.locator(".number").inner_text())


def search(page: Page, words: str) -> None:
    """Type WORDS in the field at the top, and press Enter."""
    page.locator("#q").fill(words)
    page.locator("#q").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")


def test_eli_finds_narrows_and_reaches_whom_to_ask(guest: Callable[..., Guest], telemark: Fill) -> None:
    there, eli = telemark(guest), guest(cast.ELI)
    page = eli.page
    eli.goto("/")
    search(page, WORDS)
    for name, title in (("Examples", EXAMPLE), ("Threads", THREAD), ("Files", FILE), ("People", "Anne Berg")):
        expect(group(page, name).get_by_role("link", name=title)).to_be_visible()
    expect(group(page, "Files")).to_contain_text("page 2")
    for name in ("Examples", "Threads", "Files", "People"):
        expect(group(page, name).locator("mark").first).to_have_text(re.compile("^(solceller|kommunale|tak)$", re.I))
    everything = int(page.get_by_role("status").filter(has_text="hits").inner_text().split()[0])
    assert everything >= 4 and count(page, "Examples") == 1

    page.locator(".facet-list a", has_text="Climate and energy").click()
    expect(page.locator(".chosen")).to_contain_text("Climate and energy")
    expected = count(page, "Bamble")
    page.locator(".facet-list a", has_text="Bamble").click()
    expect(page).to_have_url(re.compile("municipality=4012"))
    expect(page.get_by_role("status").filter(has_text="hit")).to_have_text(re.compile(f"^{expected} hit"))

    group(page, "Examples").get_by_role("link", name=EXAMPLE).click()
    expect(page).to_have_url(re.compile(f"/examples/{there.example}-"))
    page.locator("#contact").get_by_role("link", name="Anne Berg").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Anne Berg")
    expect(page.locator("main")).to_contain_text("Solceller på tak av kommunale bygg")


def test_carin_makes_the_same_search_and_learns_nothing(guest: Callable[..., Guest], telemark: Fill) -> None:
    telemark(guest)
    carin = guest(cast.CARIN)
    carin.goto("/search")
    search(carin.page, WORDS)
    expect(group(carin.page, "People").get_by_role("link", name="Anne Berg")).to_be_visible()
    for name in ("Examples", "Threads", "Files"):
        expect(group(carin.page, name)).to_have_count(0)
        expect(carin.page.locator(".facet-list a", has_text=name)).to_have_count(0)
    for title in (EXAMPLE, THREAD, FILE, "Telemarksnettverket"):
        expect(carin.page.locator("main")).not_to_contain_text(title)
    for words in ("anbud", "solceller"):
        with carin.page.expect_response(re.compile("/search/suggest")) as answer:
            carin.page.locator("#query").fill(words)
        assert answer.value.text().strip() == ""


def test_suggestions_are_chosen_by_keyboard(guest: Callable[..., Guest], telemark: Fill) -> None:
    there, eli = telemark(guest), guest(cast.ELI)
    field = eli.page.locator("#q")
    eli.goto("/")
    eli.page.keyboard.press("/")
    eli.page.keyboard.type("hvem har sol")
    options = eli.page.get_by_role("option")
    expect(options).to_have_count(1)
    expect(field).to_have_attribute("aria-expanded", "true")
    assert barriers(eli.page) == []
    eli.page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_be_focused()
    eli.page.keyboard.type("c")
    expect(options).to_have_count(1)
    eli.page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "-")
    eli.page.keyboard.press("Enter")
    expect(eli.page).to_have_url(re.compile(f"/threads/{there.thread}$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_search_fits_every_screen(guest: Callable[..., Guest], telemark: Fill,
                                      width: int, scheme: str) -> None:
    telemark(guest)
    eli = guest(cast.ELI, width=width, scheme=scheme)
    for path in ("/search", f"/search?q={WORDS}", "/search?q=solceller&type=thread&sort=newest",
                 "/search?q=xyzzyqq&theme=climate_energy"):
        eli.goto(path)
        assert barriers(eli.page) == [] and overflow(eli.page) <= 0, path


def test_the_search_needs_no_script(guest: Callable[..., Guest], telemark: Fill) -> None:
    telemark(guest)
    eli = guest(cast.ELI, java_script_enabled=False)
    eli.goto("/search")
    eli.page.locator("#query").fill(WORDS)
    eli.page.locator("main").get_by_role("button", name="Search").click()
    expect(group(eli.page, "Threads").get_by_role("link", name=THREAD)).to_be_visible()
    eli.page.locator(".facet-list a", has_text="Files").click()
    expect(eli.page.locator(".hit")).to_have_count(1)

"""Dag puts the material of last week's gathering in its place; the room tells it, and search reads inside it."""

import json
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import expect

from app.database import now
from app.demo.office import Slide, docx, pdf, pptx
from app.i18n import ZONE
from tests import cast
from tests.browser.conftest import Guest, House
from tests.browser.looks import barriers, becomes, overflow

FILES = [
    {"name": "Befaring.pdf", "mimeType": "application/pdf",
     "buffer": pdf(["Befaring på Stathelle skole", "Takrenna ved gymsalen er for smal."])},
    {"name": "Overvann.pptx", "mimeType": "application/octet-stream",
     "buffer": pptx([Slide("Overvann"), Slide("Regnbed", ["Regnbedet tok imot hele skybruddet"])])},
    {"name": "Referat.docx", "mimeType": "application/octet-stream",
     "buffer": docx(["Referat", "Alle kartlegger sluk og kummer til neste gang."])},
]
INSIDE = {"Takrenna": "Befaring.pdf", "skybruddet": "Overvann.pptx", "kummer": "Referat.docx"}
FOUND = """async (word) => {
  const answer = await (await fetch("/api/v1/search?q=" + encodeURIComponent(word) + "&type=file")).json();
  return answer.total > 0;
}"""


def arrange(dag: Guest, house: House) -> int:
    """The gathering of last week, by its form; its id."""
    day = (now().astimezone(ZONE) - timedelta(days=7)).date()
    dag.goto("/gatherings/new")
    page = dag.page
    for name, value in (("title", "Samling i Bamble"), ("starts_at", f"{day}T09:30"), ("ends_at", f"{day}T15:30"),
                        ("agenda-0-title", "Overvann og regnbed")):
        page.locator(f'[name="{name}"]').fill(value)
    page.locator("main form").get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Samling i Bamble")
    return int(page.url.rstrip("/").rsplit("/", 1)[1].split("#")[0])


def test_dag_brings_the_material_and_everybody_finds_what_is_inside(house: House, guest: Callable[..., Guest]) -> None:
    dag, anne, carin = guest(cast.DAG), guest(cast.ANNE), guest(cast.CARIN)
    gathering = arrange(dag, house)
    dag.page.get_by_role("link", name="Add material").first.click()
    dag.page.locator('input[type="file"]').set_input_files(FILES)
    dag.page.get_by_role("button", name="Add material").click()
    for name in INSIDE.values():
        expect(dag.page.get_by_role("link", name=name)).to_be_visible()
    assert barriers(dag.page) == [] and overflow(dag.page) <= 0

    anne.goto(f"/rooms/{house['room']}")
    told = anne.page.get_by_role("link", name="Samling i Bamble")
    for _ in range(30):
        if told.count():
            break
        anne.page.wait_for_timeout(1000)
        anne.page.reload()
    expect(told.first).to_be_visible()

    for word, name in INSIDE.items():
        becomes(anne.page, FOUND, word)
        anne.goto(f"/search?q={word}")
        hit = anne.page.get_by_role("link", name=name)
        expect(hit.first).to_be_visible()
    hit.first.click()
    expect(anne.page.get_by_text("Alle kartlegger sluk og kummer")).to_be_visible()
    assert barriers(anne.page) == []

    carin.goto("/search?q=kummer")
    expect(carin.page.get_by_text("Referat.docx")).to_have_count(0)
    closed = carin.context.request.get(f"{carin.line.address}/gatherings/{gathering}")
    assert closed.status == 404
    assert json.loads(carin.context.request.get(f"{carin.line.address}/api/v1/search?q=kummer").text())["total"] == 0

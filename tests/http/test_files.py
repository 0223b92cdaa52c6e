"""Files: taken in when they are what they say, seen by those who may, read inside by the worker."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.demo.slides import Slide, pptx
from app.errors import Missing
from app.files import queries, service
from app.outbox import run_due
from app.permissions import Actor
from tests import cast

Browser = Callable[[str | None], FlaskClient]


def send(browser: FlaskClient, name: str, content: bytes) -> tuple[int, dict[str, object]]:
    answer = browser.post("/api/v1/files", data={"file": (io.BytesIO(content), name)})
    return answer.status_code, answer.json or {}


def bytes_of(browser: FlaskClient, file: dict[str, object]) -> bytes:
    with browser.get(f"{file['url']}/content") as answer:
        return answer.data


@pytest.fixture
def slides() -> bytes:
    return pptx([Slide("Solceller på rådhuset"), Slide("Strømmen vi sparte")])


def test_an_upload_is_its_authors_until_it_is_put_somewhere(browser_of: Browser, slides: bytes) -> None:
    status, file = send(browser_of(cast.ANNE), "Solceller på tak.pptx", slides)
    assert status == 201 and file["name"] == "Solceller på tak.pptx" and file["size"] == len(slides)
    assert bytes_of(browser_of(cast.ANNE), file) == slides
    for stranger in (None, cast.BJORN, cast.CARIN):
        assert browser_of(stranger).get(str(file["url"])).status_code == 404


def test_who_may_read_the_place_may_read_the_file(browser_of: Browser, actor: Callable[[str], Actor],
                                                  slides: bytes) -> None:
    _, file = send(browser_of(cast.ANNE), "tak.pptx", slides)
    solar = cast.room(cast.SOLAR)
    service.put(actor(cast.ANNE), [int(str(file["id"]))], "message:1", solar.network_id, solar.id)
    seen = {who: browser_of(who).get(f"/files/{file['id']}").status_code
            for who in (cast.BJORN, cast.GRO, cast.ELI, cast.CARIN, cast.HILDE, None)}
    assert seen == {cast.BJORN: 200, cast.GRO: 200, cast.ELI: 200,
                    cast.CARIN: 404, cast.HILDE: 404, None: 404}


def test_nobody_can_put_up_a_file_that_they_may_not_read(browser_of: Browser, actor: Callable[[str], Actor],
                                                         slides: bytes) -> None:
    _, file = send(browser_of(cast.ANNE), "tak.pptx", slides)
    with pytest.raises(Missing):
        service.put(actor(cast.CARIN), [int(str(file["id"]))], "message:2", cast.network(cast.NORR).id)


def test_the_worker_reads_the_text_page_by_page(browser_of: Browser, actor: Callable[[str], Actor],
                                                slides: bytes) -> None:
    anne = browser_of(cast.ANNE)
    _, file = send(anne, "tak.pptx", slides)
    assert "is being read" in anne.get(str(file["url"])).text
    run_due()
    page = anne.get(str(file["url"])).text
    assert 'id="page-2"' in page and "Strømmen vi sparte" in page
    assert [one.number for one in queries.file(actor(cast.ANNE), int(str(file["id"]))).pages] == [1, 2]


@pytest.mark.parametrize(("name", "content", "status"), [
    ("side.html", b"<!doctype html><script>alert(1)</script>", 415),
    ("regning.pdf", b"<html><script>alert(1)</script>", 415),
    ("tegning.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", 415),
    ("arkiv.zip", b"PK\x03\x04 not really", 415),
    ("tom.txt", b"", 422),
])
def test_what_we_do_not_take_is_refused_in_plain_words(browser_of: Browser, name: str, content: bytes,
                                                       status: int) -> None:
    given, problem = send(browser_of(cast.ANNE), name, content)
    assert given == status and problem["title"] and problem["status"] == status


def test_a_form_without_a_file_names_the_field(browser_of: Browser) -> None:
    answer = browser_of(cast.ANNE).post("/api/v1/files", data={})
    assert answer.status_code == 422 and answer.json["errors"][0]["field"] == "file"


def test_nobody_uploads_without_signing_in(browser_of: Browser) -> None:
    assert send(browser_of(None), "a.txt", b"hei")[0] == 401


def test_bytes_of_strangers_are_sealed(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    _, file = send(anne, "notat.txt", "Møte på rådhuset".encode())
    with anne.get(f"{file['url']}/content?inline") as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_removed_file_is_gone_for_everyone(browser_of: Browser, slides: bytes) -> None:
    anne = browser_of(cast.ANNE)
    _, file = send(anne, "tak.pptx", slides)
    page = anne.get(str(file["url"])).text
    csrf = page.split('name="csrf_token" value="')[1].split('"')[0]
    assert anne.post(f"{file['url']}/remove", data={"csrf_token": csrf}).status_code == 303
    assert anne.get(str(file["url"])).status_code == 404


def test_the_same_content_twice_is_stored_once(browser_of: Browser, stage: Flask, slides: bytes) -> None:
    anne = browser_of(cast.ANNE)
    first, second = send(anne, "a.pptx", slides)[1], send(anne, "b.pptx", slides)[1]
    assert first["id"] != second["id"]
    assert bytes_of(anne, second) == slides

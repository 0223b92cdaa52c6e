"""How tests write examples: through the service, or by filling in the form as a browser does."""

from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.session import actor_of
from app.database import db
from app.examples import service
from app.examples.fields import Fields
from app.examples.models import Example
from app.networks.models import Organisation, Theme
from app.permissions import Visibility
from tests import cast

NEW = "/examples/new"


def theme(key: str = "climate_energy") -> int:
    """The id of a theme."""
    return db.session.scalars(select(Theme.id).where(Theme.key == key)).one()


def place(code: str) -> int:
    """The id of a municipality."""
    return db.session.scalars(select(Organisation.id).where(Organisation.code == code)).one()


def quick(**more: Any) -> Fields:
    """Five fields, as Anne would write them, and MORE."""
    found: Any = {"title": "Solceller på skolen", "summary": "Sparer 96 000 kWh i året.", "themes": [theme()],
                  "municipalities": [place("4012")], "network_id": cast.network(cast.TELEMARK).id, **more}
    fields: Fields = found
    return fields


def draft(**more: Any) -> Example:
    """Anne's example, before anybody else sees it."""
    return service.create(actor_of(cast.person(cast.ANNE)), quick(**more))


def published(circle: Visibility = Visibility.NETWORK, **more: Any) -> Example:
    """Anne's example, reviewed by Dag for the network, by Eli for a wider CIRCLE, and published to it."""
    example = draft(wanted_visibility=circle, **more)
    service.submit(actor_of(cast.person(cast.ANNE)), example.id)
    reviewer = cast.DAG if circle == Visibility.NETWORK else cast.ELI
    return service.publish(actor_of(cast.person(reviewer)), example.id)


class Form(HTMLParser):
    """What a browser would send of the form with the fields of an example."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self.name = self.select = ""
        self.feed(page.partition('id="example-form"')[2].partition("</form>")[0])

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "textarea":
            self.name, self.data[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and (self.select not in self.data or "selected" in found):
            self.data[self.select] = value
        elif tag == "input" and found.get("type") in ("checkbox", "radio"):
            if "checked" in found:
                self.data.setdefault(name, []).append(value)
        elif tag == "input" and name and found.get("type") != "file":
            self.data[name] = value

    def handle_data(self, data: str) -> None:
        if self.name:
            self.data[self.name] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.data[self.name] = self.data[self.name].removeprefix("\r\n").removeprefix("\n")
            self.name = ""


def write(browser: FlaskClient, page: str = NEW, to: str = "", **typed: Any) -> TestResponse:
    """Fill TYPED into the form on PAGE, and send it (TO another address than that of the page)."""
    form = Form(browser.get(page).text).data
    return browser.post(to or page.partition("?")[0], data={**form, **typed}, content_type="multipart/form-data")


def press(browser: FlaskClient, example: Example, button: str, **more: Any) -> TestResponse:
    """Press a BUTTON (submit, publish, …) on the page of EXAMPLE."""
    page = browser.get(example.path).text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    version = page.partition('name="version" value="')[2].partition('"')[0]
    return browser.post(f"/examples/{example.id}/{button}", data={"csrf_token": token, "version": version, **more})

"""Hostile texts in every place where people write, drawn by a real browser: `python -m bench xss [COUNT]`."""

import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, Page, sync_playwright

from app import outbox
from app.accounts.models import Membership, Person, SignIn
from app.accounts.session import COOKIE_KEY, actor_of, new_token
from app.database import db, now
from app.directory.models import ContactCard
from app.errors import AppError
from app.examples import service as examples
from app.factory import alembic, create_app
from app.files import service as files
from app.files.models import File
from app.gatherings import service as gatherings
from app.networks.models import Network, Organisation, OrganisationKind, State, Theme
from app.permissions import SYSTEM, Actor, Role
from app.previews import service as previews
from app.previews.page import Found
from app.rooms import service as rooms
from app.rooms.models import Room
from bench import results, stage
from bench.payloads import payloads
from config import Config

COUNT = 1600
WORD = "Kvitveis"  # in all of it, so that a search finds it
TOGETHER = 40  # things made in one transaction
STEPS = 12
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
WATCH = """window.executed = []; window.reports = [];
for (const name of ["alert", "confirm", "prompt"]) window[name] = (...said) => { window.executed.push(said.join()) };
document.addEventListener("securitypolicyviolation", (one) => window.reports.push(`${one.violatedDirective} ${one.blockedURI} ${one.sample}`));
"""  # noqa: E501 - a script
# What would run at a click or a touch: it may not be there at all. And how much of what we look for is drawn.
LOOK = """() => ({executed: window.executed, reports: window.reports,
  handlers: [...document.querySelectorAll("body *")].filter((one) => [...one.attributes].some(({name, value}) =>
    /^on/i.test(name) || name === "srcdoc" || /^\\s*(javascript|data|vbscript):/i.test(value) && !/^data:image/.test(value)
      && ["href", "src", "action", "formaction", "xlink:href", "data"].includes(name))).map((one) => one.outerHTML.slice(0, 200)),
  foreign: [...document.querySelectorAll("main iframe, main object, main embed, main script:not([type='application/json']), main base, main meta, main style")].length,
  drawn: (document.body.innerText.match(/alert\\(/gi) ?? []).length})"""  # noqa: E501 - likewise


@dataclass
class Report:
    """What came of it."""

    payloads: int
    pages: int = 0
    drawn: int = 0  # hostile texts that were drawn as what they are: words
    harm: list[str] = field(default_factory=list)

    def note(self, where: str, seen: dict[str, Any]) -> None:
        """Take down what a page showed."""
        self.pages += 1
        self.drawn += seen["drawn"]
        for name in ("executed", "reports", "handlers"):
            self.harm += [f"{name}: {where}: {one}" for one in seen[name]]
        if seen["foreign"]:
            self.harm.append(f"{seen['foreign']} foreign elements: {where}")


def prepare(folder: Path, hostile: Sequence[str]) -> tuple[str, dict[str, int]]:
    """Put each of HOSTILE everywhere it can go; the cookie of a reader, and where to look."""
    app = create_app(Config(data_dir=folder, secret_key="measured", testing=True, rate_limits=False, previews=False))
    with app.app_context():
        alembic.upgrade()
        network, room, people = place(hostile)
        places = talk(people, room.id, hostile)
        for number in range(0, len(hostile), len(hostile) // STEPS + 1):
            works(people[number], network, hostile[number:number + 8])
        outbox.run_due(TOGETHER, apart=True)  # a process for each file: of some the text is enough
        while outbox.run_due(apart=False):
            pass
        return cookie(app, people[0]), {"room": room.id, "network": network.id, **places}


def place(hostile: Sequence[str]) -> tuple[Network, Room, list[Actor]]:
    """A network whose members are called what is hostile."""
    with db.transaction() as session:
        theme = Theme(key="t", nb=WORD, nn=WORD, sv=WORD, en=WORD)
        network = Network(name=f"{WORD} {hostile[0]}", state=State.ACTIVE, themes=[theme])
        homes = [Organisation(kind=OrganisationKind.MUNICIPALITY, country="NO", code=f"{number:04}", name=one[:60])
                 for number, one in enumerate(hostile[:200])]
        room = Room(name=f"{WORD} {hostile[1]}", about=hostile[2], network=network)
        session.add_all([theme, network, room, *homes])
        people = [Person(email=f"p{number}@x.example", name=one[:100], title=one[:100], phone=one[:30], language="en",
                         organisation=homes[number % len(homes)]) for number, one in enumerate(hostile)]
        session.add_all(people)
        session.flush()
        session.add_all(ContactCard(person_id=one.id, ask_about=text, themes=[theme])
                        for one, text in zip(people, hostile, strict=True))
        session.add_all(Membership(person=one, network=network, role=Role.COORDINATOR, started_on=date(2026, 1, 1))
                        for one in people)
    return network, room, [actor_of(one) for one in people]


def talk(people: Sequence[Actor], room: int, hostile: Sequence[str]) -> dict[str, int]:
    """Each says what is hostile: as a message with a file and a preview, with an emoji, as the title of a thread."""
    start = rooms.start_thread(people[0], room, f"{WORD} {hostile[0]}", hostile[0][:150]).thread
    for first in range(0, len(hostile), TOGETHER):
        with db.transaction():
            for actor, text in list(zip(people, hostile, strict=True))[first:first + TOGETHER]:
                file = uploaded(actor, text)
                said = rooms.post_message(actor, start.id, f"{WORD}\n\n{text}", files=(file.id,)).message
                page = previews.keep(SYSTEM, f"https://x.example/?{text}", Found(text, text, text))
                previews.put_beneath(SYSTEM, said.id, page.id)
                rooms.react(actor, said.id, "👍")
                with suppress(AppError):
                    rooms.start_thread(actor, room, f"{WORD} {text}", text[:150])
    return {"thread": start.id}


def uploaded(actor: Actor, text: str) -> File:
    """A file called TEXT that says TEXT too, if that is taken for a text at all."""
    try:
        return files.upload(actor, f"{text[:120]}.txt", BytesIO(f"{WORD} {text}".encode()))
    except AppError:
        return files.upload(actor, f"{text[:120]}.txt", BytesIO(WORD.encode()))


def works(actor: Actor, network: Network, hostile: Sequence[str]) -> None:
    """A gathering and an example, all of hostile words."""
    text = "\n\n".join(hostile)
    with suppress(AppError):
        gatherings.create(actor, network.id, gatherings.Facts(
            hostile[0][:100], now() + timedelta(days=9), now() + timedelta(days=10), hostile[0][:100], about=text,
            agenda=tuple(gatherings.Point(one[:100]) for one in hostile)))
    with suppress(AppError):
        example = examples.create(actor, {"title": f"{WORD} {hostile[0]}"[:100], "summary": text[:300],
                                          "themes": [network.themes[0].id], "network_id": network.id})
        examples.submit(actor, example.id)


def cookie(app: Flask, actor: Actor) -> str:
    """What the browser of ACTOR holds."""
    token, token_hash = new_token()
    with db.transaction() as session:
        session.add(SignIn(person_id=actor.id, token_hash=token_hash, seen_at=now()))
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    return str(signer.dumps({COOKIE_KEY: token, "language": "en"}))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server on FOLDER."""
    port = stage.free_port()
    running = stage.start(folder, port, worker=False, secret_key="measured", previews="off")
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stage.stop(running)


def attack(browser: Browser, folder: Path, count: int = COUNT, steps: int = STEPS) -> Report:
    """COUNT hostile texts in FOLDER, and every page that lists them; of pages that show one thing, STEPS of a sort."""
    hostile = payloads(count)
    value, places = prepare(folder, hostile)
    report = Report(len(hostile))
    with served(folder) as address:
        context = browser.new_context(service_workers="block")
        context.add_cookies([{"name": "session", "value": value, "url": address}])
        context.add_init_script(WATCH)
        page = context.new_page()
        for path in paths(places, hostile, steps):
            page.goto(address + path, wait_until="load")
            report.note(path, settled(page))
        live(page, address, places, report)
        context.close()
    return report


def paths(places: dict[str, int], hostile: Sequence[str], steps: int) -> Iterator[str]:
    """What is opened: all messages, all titles, and of every other sort of page some."""
    for first in range(0, 2 * len(hostile), 50):  # a message and a thread have a number of the room each; so has a 👍
        yield f"/threads/{places['thread']}?after={first * 3 // 2}"
        yield f"/rooms/{places['room']}?before={first * 3 // 2 + 50}"
    yield from ("/", "/networks", f"/networks/{places['network']}", "/contacts", "/examples", "/gatherings", "/search",
                "/examples/1", "/gatherings/1", "/gatherings/2", "/settings", "/people/1", "/municipalities/0001")
    step = max(1, len(hostile) // steps)
    for number, text in list(enumerate(hostile))[::step]:
        yield f"/threads/{number + 2}"
        yield f"/people/{number + 1}"
        yield f"/messages/{number + 2}"
        yield f"/search?q={quote(text)}"
        yield f"/rooms/{places['room']}?title={quote(text)}&body={quote(text)}"
        yield f"/search?q={WORD}&page={number // step + 1}"


def settled(page: Page) -> dict[str, Any]:
    """What PAGE shows once its scripts have had their turn."""
    page.wait_for_function("() => document.readyState === 'complete'")
    page.evaluate("() => new Promise((done) => setTimeout(done, 150))")
    return dict(page.evaluate(LOOK))


def live(page: Page, address: str, places: dict[str, int], report: Report) -> None:
    """The same, drawn by the client as it draws what it has missed."""
    page.goto(f"{address}/threads/{places['thread']}")
    page.wait_for_selector("[data-live]")
    for _ in range(1 + report.payloads // 600):
        page.evaluate("""() => { const { dataset } = document.querySelector("[data-room]");
            dataset.seq = Number(dataset.seq) - 190; document.dispatchEvent(new CustomEvent("room:look")) }""")
        page.wait_for_timeout(2000)
        report.note("live", settled(page))


def main(args: list[str]) -> None:
    """Measure, and write it down."""
    count, began = int(args[0]) if args else COUNT, time.monotonic()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        report = attack(browser, Path(folder), count)
        browser.close()
    results.write("xss", "\n".join([
        f"{report.payloads} hostile texts as message, title, name, job title, municipality, room, network, file name, "
        "preview, emoji's giver, contact card, gathering, example, search and its snippets, in Chromium: "
        f"**{len(report.harm)} executions, policy reports, handlers or foreign elements** on {report.pages} pages, "
        f"where {report.drawn} of them stand as plain words ({time.monotonic() - began:.0f} s).", "",
        *(f"- {one}" for one in report.harm[:20])]))
    sys.exit(bool(report.harm))

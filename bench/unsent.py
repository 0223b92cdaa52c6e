"""R6: whatever happens while one writes, in a real browser: the words are there again, and are sent at most once."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from app.accounts import service as accounts
from app.accounts.models import Person
from app.accounts.session import COOKIE_KEY
from app.database import db
from app.factory import create_app
from app.permissions import NOBODY
from bench import stage
from config import Config

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
COMPOSER = "#composer-body"
PATIENCE = 30_000  # ms


@dataclass
class Writer:
    """Somebody at a browser, in a thread."""

    context: BrowserContext
    address: str
    cookie: str

    def sign_in(self) -> None:
        """As if they had."""
        self.context.add_cookies([{"name": "session", "value": self.cookie, "url": self.address}])

    @contextmanager
    def page(self) -> Iterator[Page]:
        """The thread in a tab of its own, closed afterwards."""
        page = self.context.new_page()
        page.goto(self.address)
        expect(page.locator("[data-live]")).to_have_count(1, timeout=PATIENCE)
        yield page
        page.close()


def closed(writer: Writer, words: str) -> None:
    """The tab is closed before anything was sent."""
    with writer.page() as page:
        page.locator(COMPOSER).press_sequentially(words)


def offline(writer: Writer, words: str) -> None:
    """There is no line when it is sent, and then the tab is closed."""
    with writer.page() as page:
        writer.context.set_offline(True)
        send(page, words)
        expect(page.locator(".message", has_text=words)).to_be_visible()
    writer.context.set_offline(False)


def expired(writer: Writer, words: str) -> None:
    """The sign-in has ended when it is sent."""
    with writer.page() as page:
        writer.context.clear_cookies()
        send(page, words)
        expect(page.locator(".message", has_text=words)).to_be_visible()
        page.wait_for_timeout(300)
    writer.sign_in()


def refused(status: int) -> Callable[[Writer, str], None]:
    """The server, or a proxy before it, answers with STATUS."""
    def happen(writer: Writer, words: str) -> None:
        def answer(route: Route) -> None:
            if route.request.method == "POST":
                route.fulfill(status=status, content_type="text/html", body="<h1>Nginx says no</h1>")
            else:
                route.continue_()
        with writer.page() as page:
            page.route("**/messages", answer)
            with page.expect_response(lambda found: found.status == status):
                send(page, words)
            page.wait_for_timeout(300)
    return happen


TROUBLES: dict[str, Callable[[Writer, str], None]] = {
    "tab closed": closed, "offline": offline, "session expired": expired, "500": refused(500), "413": refused(413)}


def send(page: Page, words: str) -> None:
    """Write and send."""
    page.locator(COMPOSER).fill(words)
    page.locator(COMPOSER).press("Control+Enter")


def found(writer: Writer, words: str) -> str:
    """Where the words are when the thread is opened again: "sent", "kept" in the composer, or "" for lost."""
    with writer.page() as page:
        sent = page.locator(".message[data-id]", has_text=words)
        kept = page.locator(f"{COMPOSER}:visible")
        for _ in range(PATIENCE // 200):
            if sent.count():
                return "sent" if sent.count() == 1 else "sent twice"
            if words in kept.input_value():
                kept.fill("")
                page.wait_for_timeout(1500)  # until the draft is forgotten
                return "kept"
            page.wait_for_timeout(200)
    return ""


def run(folder: Path, browser: Browser, times: int) -> dict[str, list[str]]:
    """TIMES a trouble, each in turn: where the words were afterwards."""
    ready, port = stage.prepare(folder, 1), stage.free_port()
    cookie = signed_in(folder)
    outcome: dict[str, list[str]] = {name: [] for name in TROUBLES}
    with stage.serving(folder, port, worker=False, secret_key="measured"):
        context = browser.new_context(locale="en-GB")
        writer = Writer(context, f"http://127.0.0.1:{port}/threads/{ready.threads[0]}", cookie)
        writer.sign_in()
        for number in range(times):
            name = list(TROUBLES)[number % len(TROUBLES)]
            words = f"Unsent words number {number:04d}."
            TROUBLES[name](writer, words)
            outcome[name].append(found(writer, words))
        context.close()
    return outcome


def signed_in(folder: Path) -> str:
    """The cookie of the first person."""
    app = create_app(Config(data_dir=folder, secret_key="measured"))
    with app.app_context():
        entrance = accounts.enter(NOBODY, db.session.get_one(Person, 1), "bench")
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer
        db.session.close()
        db.engine.dispose()
        return str(signer.dumps({COOKIE_KEY: entrance.secret, "language": "en"}))


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's, as the tests use it."""
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("Chromium is not installed: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()

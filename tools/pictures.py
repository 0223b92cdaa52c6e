"""The README's pictures, taken from the running program with its demo content: `python tools/pictures.py`."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
PORT = 8642
BASE = f"http://127.0.0.1:{PORT}"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


@contextmanager
def serving() -> Iterator[None]:
    """The program with fresh demo content, indexed."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "LIVSKRAFT_DATA_DIR": folder, "LIVSKRAFT_PORT": str(PORT), "LIVSKRAFT_DEMO": "1"}
        server = subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "serve"], cwd=ROOT, env=env)
        try:
            until = time.monotonic() + 180
            while time.monotonic() < until:
                try:
                    urllib.request.urlopen(f"{BASE}/readyz", timeout=2).close()
                    break
                except OSError:
                    time.sleep(0.5)
            yield
        finally:
            server.terminate()
            server.wait(30)


def signed_in(browser: Browser, email: str, width: int, height: int, scheme: str = "light") -> Page:
    """A window in which one of the demo people is signed in, in bokmål."""
    page = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme,  # type: ignore[arg-type]
                               locale="nb-NO", timezone_id="Europe/Oslo").new_page()
    page.goto(f"{BASE}/sign-in")
    page.locator(f'form:has(input[value="{email}"]) button').click()
    page.wait_for_url(f"{BASE}/")
    return page


def take(page: Page, path: str, name: str, scroll_to: str = "") -> None:
    """A picture of PATH, as PNG small enough to keep."""
    page.goto(BASE + path)
    page.wait_for_load_state("networkidle")
    if scroll_to:
        page.locator(scroll_to).first.scroll_into_view_if_needed()
        page.locator(scroll_to).first.evaluate("one => one.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / f"{name}.png")
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--ext", ".png", "64", PICTURES / f"{name}.png"], check=False)


def main() -> None:
    """Take all of them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with serving(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        anne = signed_in(browser, "anne@bamble.example", 1200, 860)
        eli = signed_in(browser, "eli@ks.example", 1200, 860)
        thread = thread_with_card(anne)
        take(anne, thread, "thread", ".indicator-card")
        take(eli, "/search?q=solceller+p%C3%A5+kommunale+tak", "search")
        take(eli, eli.locator('a[href^="/examples/"]').last.get_attribute("href") or "/examples", "example")
        take(signed_in(browser, "anne@bamble.example", 390, 800, "dark"), thread, "phone", ".indicator-card")
        take(anne, "/", "home")
        browser.close()


def thread_with_card(page: Page) -> str:
    """A thread of Telemarksnettverket in which somebody shows an indicator card."""
    for room in (1, 2, 3):
        page.goto(f"{BASE}/rooms/{room}")
        addresses = [link.get_attribute("href") or "" for link in page.locator(".thread-title a").all()]
        for address in addresses[:12]:
            page.goto(BASE + address)
            if page.locator(".indicator-card").count():
                return address
    raise SystemExit("The demonstration has no thread with a card.")


if __name__ == "__main__":
    main()

"""What holds for every screen: no barrier that axe knows of, nothing wider than the screen."""

import time
from pathlib import Path

from playwright.sync_api import Page, expect

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def barriers(page: Page) -> list[str]:
    """What axe finds on PAGE, one line each, when it has been built: Turbo marks one that is under way as busy."""
    expect(page.locator("html:not([aria-busy])")).to_have_count(1)
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [f"{rule['id']}: {node['html'][:160]} — {node['failureSummary'][:200]}"
            for rule in found["violations"] for node in rule["nodes"]]


def becomes(page: Page, question: str, about: object = None, seconds: float = 30) -> None:
    """Ask PAGE until the answer to QUESTION, a function in JavaScript, is yes.

    wait_for_function of Playwright cannot: from the second time on it asks by eval, which our policy forbids.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(question, about):
        assert time.monotonic() < end, f"not within {seconds} s: {question}"
        page.wait_for_timeout(200)


def to_the_end(page: Page) -> None:
    """Scroll to where nothing lies half beneath the text box: there axe would take it for too small."""
    page.evaluate("scrollTo({top: document.documentElement.scrollHeight, behavior: 'instant'})")


def overflow(page: Page) -> int:
    """By how many pixels PAGE is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))

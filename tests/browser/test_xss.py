"""Nothing that anybody writes, anywhere, runs in anybody's browser. All of it: `python -m bench xss`."""

from pathlib import Path

from playwright.sync_api import Browser

from bench.payloads import payloads
from bench.xss import attack


def test_hostile_words_stay_words_wherever_they_stand(browser: Browser, tmp_path: Path) -> None:
    report = attack(browser, tmp_path, 48, steps=2)
    assert report.harm == []
    assert report.drawn > 48 * 6, "or nothing of it was on the pages"


def test_there_are_enough_of_them() -> None:
    assert len(payloads(1600)) == len(set(payloads(1600))) == 1600

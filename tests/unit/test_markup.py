"""What people write comes out as they meant it, and never as anything but words, links and lists."""

import sys
import threading
from collections.abc import Callable
from itertools import product
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.markup import ALLOWED, MAX_LENGTH, Rendered, render, render_document
from bench import fuzz
from bench.fuzz import MARKERS, assert_plain, assert_safe
from bench.markup import ATTACKS

EVENTS = ["onerror", "onload", "onclick", "onfocus autofocus", "onmouseover", "ontoggle", "onanimationstart"]
ELEMENTS = ["img src=x", "svg", "video src=x", "details open", "body", "input", "a href=#", "math", "iframe",
            "p", "marquee", "object data=x"]
ADDRESSES = ["javascript:", "JaVaScRiPt:", "java\tscript:", "\x01javascript:", "javascript&colon;", 
             "vbscript:", "&#106;avascript:", "data:text/html,", "//evil.example/", "\\javascript:", "file:///",
             "jav&#x0A;ascript:"]
PAYLOADS = [
    *(f"<{element} {event}=alert(1)>" for element, event in product(ELEMENTS, EVENTS)),
    *(f"{address}alert(1)" for address in ADDRESSES),
    *(f'<a href="{address}alert(1)">x</a>' for address in ADDRESSES),
    *(f"http://a.example/{quote}{event}=alert(1) x={quote}" for quote, event in product("\"'`> ", EVENTS)),
    "<script>alert(1)</script>", "<style>@import 'x'</style>", "<!--><img src=x onerror=alert(1)>-->",
    "<form action=//evil.example><button>", "<base href=//evil.example>", "<link rel=stylesheet href=x>",
    "<meta http-equiv=refresh content=0>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "</p></div><div id=x style='position:fixed'>", "<svg><style><img src=x onerror=alert(1)>"]
SINKS: dict[str, Callable[[str], str]] = {
    "text": lambda bad: f"før {bad} etter",
    "link": lambda bad: f"[trykk]({bad})",
    "link text": lambda bad: f"[{bad}](http://a.no)",
    "title": lambda bad: f'[x](http://a.no "{bad}")',
    "image": lambda bad: f"![{bad}]({bad})",
    "autolink": lambda bad: f"<{bad}>",
    "mention": lambda bad: f"@[{bad}](person:1)",
    "table": lambda bad: f"| a |\n|---|\n| {bad} |",
    "code": lambda bad: f"`{bad}`",
    "fence": lambda bad: f"```{bad}\n{bad}\n```",
    "heading": lambda bad: f"# {bad}",
    "task": lambda bad: f"- [x] {bad}",
    "definition": lambda bad: f"[x]\n\n[x]: {bad}",
    "quote": lambda bad: f"> {bad}",
    "group": lambda bad: f"@[{bad}](room:1)",
    "titled": lambda bad: f"#[{bad}](example:1)",
    "card": lambda bad: f"[[card:{bad}]]"}


@pytest.mark.parametrize("sink", SINKS)
def test_nothing_that_is_written_can_run(sink: str) -> None:
    for payload in PAYLOADS:
        assert_safe(render(SINKS[sink](payload)))


def test_the_second_lock_holds_alone() -> None:
    for payload in [*PAYLOADS, '<a href="ftp://a.no">x</a>', '<a href="/admin">x</a>', "<img src=//a.no>"]:
        assert_safe(Rendered(ALLOWED.clean(payload), "", (), ()))


def test_a_name_from_elsewhere_is_only_a_name() -> None:
    for payload in PAYLOADS:
        names = {"person:1": payload, "organisation:2": payload}
        assert_safe(render("@[A](person:1) **@[A](organisation:2)**", mention=names.get))


def test_the_attacks_are_many() -> None:
    assert len(set(PAYLOADS)) >= 150 and len(ATTACKS) >= 20


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(MARKERS) | st.text(max_size=5), max_size=60).map("".join))
def test_any_text_at_all_is_safe(text: str) -> None:
    made = render(text)
    assert_safe(made)
    assert_plain(made)


def test_texts_of_the_full_measurement_are_safe_too() -> None:
    found = fuzz.tried((0, 200))
    assert (found.texts, found.troubles) == (200, [])


def lines_run(text: str) -> int:
    """How many lines of Python it takes to render TEXT."""
    count = 0

    def tracer(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        render(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_text_four_times_as_long_does_not_take_sixteen_times_the_work(attack: str) -> None:
    render("the first one builds the engine")
    assert lines_run(ATTACKS[attack](1600)) < 10 * lines_run(ATTACKS[attack](400))


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_longest_attack_is_shown_and_is_safe(attack: str) -> None:
    assert_safe(render(ATTACKS[attack](MAX_LENGTH)))


def test_what_is_too_long_or_too_deep_is_shown_as_it_was_typed() -> None:
    assert render("**a**" * MAX_LENGTH).html.startswith("<p>**a****a**")
    assert render("> " * 20 + "<b>\n\nto").html == "<p>" + "&gt; " * 20 + "&lt;b&gt;</p><p>to</p>"
    assert "<strong>" in render_document("**a** " * 2000).html


def test_threads_render_side_by_side() -> None:
    made: dict[int, Rendered] = {}

    def work(number: int) -> None:
        made[number] = render(f"@[P](person:{number}) [[card:{number}]] **x**")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: (one.mentions, one.links) for number, one in made.items()} == {
        number: ((f"person:{number}",), (f"card:{number}",)) for number in range(1, 9)}


def test_a_render_within_a_render_keeps_its_own_findings() -> None:
    outer = render("@[A](person:1) [[card:1]]", mention=lambda _: render("@[B](person:2) [[card:2]]").text)
    assert (outer.mentions, outer.links, outer.text) == (("person:1",), ("card:1",), "@@B")

"""Lines that are cut, a crash before anybody is told, restarts: with the client code that ships, in small.

The full sizes are those of `python -m bench reliability`.
"""

from pathlib import Path

import pytest

from bench import trouble, unread
from tests.alone import put_back

pytestmark = pytest.mark.xdist_group("alone")


@pytest.fixture(autouse=True)
def _put_back() -> object:
    """Each sets its own stage."""
    with put_back():
        yield


def test_whose_lines_are_cut_again_and_again_sees_in_the_end_what_the_server_says(tmp_path: Path) -> None:
    plan = trouble.Plan(messages=80, edits=20, removals=10, pages=5, cuts=3, restarts=1)
    found = trouble.catch_up(tmp_path, plan, writers=2)
    assert (found["different"], found["trouble"]) == ([], [])
    assert found["messages"] >= 80 and found["fetched"] >= 5, "or nobody missed anything"


def test_what_was_kept_before_a_crash_is_seen_though_nobody_was_told(tmp_path: Path) -> None:
    found = trouble.crashes(tmp_path, times=1, pages=3)
    assert (found["never seen"], found["repeats that met the kept message"]) == (0, 1)


def test_after_a_restart_all_pages_are_back_by_themselves(tmp_path: Path) -> None:
    found = trouble.restarts(tmp_path, times=1, connected=20)
    assert found["not back"] == 0
    assert found["slowest"] > found["p5"], "not all in the same moment"


def test_two_devices_show_as_unread_what_is_counted_anew_after_each_step(tmp_path: Path) -> None:
    assert unread.run(tmp_path, steps=60) == []

"""A server that is killed in the middle of everything loses nothing that it had acknowledged."""

from pathlib import Path

import pytest

from bench import kill
from tests.alone import put_back


@pytest.mark.xdist_group("alone")
def test_nothing_acknowledged_is_lost_when_the_server_is_killed_twenty_times(tmp_path: Path) -> None:
    with put_back():
        tally = kill.run(tmp_path, messages=1000, kills=20)
    assert tally.kills == 20
    assert tally.good, tally
    assert tally.met_committed_after_kill + tally.met_committed_after_cut >= 1, "no repeat met a kept message"

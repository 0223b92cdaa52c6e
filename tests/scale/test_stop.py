"""Starting and stopping: `flask serve` ends with both its processes, and what cannot run well does not run."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from app import serving
from bench import stage
from config import ROOT
from tests import cast
from tests.scale.house import House, Page, furnish, play, soon, until

STOP = 10  # seconds


@contextmanager
def served(folder: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """`flask serve` in a process group of its own, once it answers."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=stage.environment(folder, port), stdout=log, stderr=log,
                                   start_new_session=True)
    try:
        stage.wait(port, process)
        yield process
    finally:
        if lives(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def lives(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_serve_stops_both_its_processes_and_starts_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("served")
    house = House(folder, stage.free_port(), furnish(folder))
    for number in (signal.SIGTERM, signal.SIGINT):
        with served(folder, house.port) as process:
            soon((folder / "worker").exists, seconds=60)
            play(partial(stopping, house, process, number))
            assert process.returncode == 0, house.log[-2000:]
            assert not lives(process.pid), "no process is left over"
        (folder / "worker").unlink()
    assert "Traceback" not in house.log


async def stopping(house: House, process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """Tell it to stop while a page is open and something is being said."""
    page = await Page(house, cast.ANNE).open()
    seq = house.say(cast.BJORN, "just before")
    await until(lambda: seq in page.seqs())
    began = time.monotonic()
    tell = os.killpg if number == signal.SIGINT else os.kill  # Ctrl-C reaches all that run in a terminal
    tell(process.pid, number)
    await until(lambda: process.poll() is not None, STOP)
    await until(lambda: page.hung_up)
    assert time.monotonic() - began < STOP
    with socket.socket() as knock:
        assert knock.connect_ex(("127.0.0.1", house.port)) != 0


WITHOUT_DRIVER = "import sys; sys.modules['geventwebsocket'] = None\n"
WEB = "import gevent.monkey; gevent.monkey.patch_all(); import runpy; runpy.run_module('app.web', run_name='__main__')"
WSGI = "import gevent.monkey; gevent.monkey.patch_all(); import wsgi"
UNPATCHED = "import runpy; runpy.run_module('app.web', run_name='__main__')"


@pytest.mark.parametrize("start, why", [
    (WITHOUT_DRIVER + WEB, "geventwebsocket"), (WITHOUT_DRIVER + WSGI, "gevent-websocket is missing"),
    (UNPATCHED, "flask web")], ids=["our server", "another server", "not patched"])
def test_a_pairing_that_corrupts_the_stream_of_slow_pages_is_refused(tmp_path: Path, start: str, why: str) -> None:
    port = stage.free_port()
    done = subprocess.run([sys.executable, "-c", start], cwd=ROOT, env=stage.environment(tmp_path, port),
                          capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert why in done.stderr.splitlines()[-1], done.stderr[-500:]


def test_a_setting_that_cannot_be_used_stops_the_start_with_one_line(tmp_path: Path) -> None:
    done = subprocess.run(serving.WEB, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
                          env={"PATH": "", "LIVSKRAFT_DATA_DIR": str(tmp_path), "LIVSKRAFT_PORT": "eighty"})
    assert done.returncode != 0
    assert done.stderr.strip() == "LIVSKRAFT_PORT='eighty' cannot be used: a port is a number from 1 to 65535"
    assert list(tmp_path.iterdir()) == [], "nothing was begun"

"""A data folder with a network, members with tokens, a room and many messages; and a server on it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert

from app.accounts.models import ApiToken, Membership, Person
from app.accounts.session import new_token
from app.database import db, now
from app.factory import alembic, create_app
from app.networks.models import Network, State
from app.permissions import Role
from app.rooms.models import Change, Message, Room, Thread, ThreadKind
from config import PREFIX, ROOT, Config

CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


@dataclass(frozen=True)
class Stage:
    """What was prepared."""

    folder: Path
    tokens: list[str]
    rooms: list[int]
    threads: list[int]  # one a room


def prepare(folder: Path, people: int, rooms: int = 1, messages: int = 0, **settings: str) -> Stage:
    """Fill FOLDER: PEOPLE members, ROOMS with a thread each, MESSAGES in the first. Nothing is told.

    SETTINGS are those of Config, for another database for instance.
    """
    app = create_app(Config(**{"data_dir": folder, "secret_key": "measured", "testing": True, **settings}))
    with app.app_context():
        alembic.upgrade()
        with db.transaction() as session:
            network = Network(name="Measured", state=State.ACTIVE)
            session.add(network)
            session.flush()
            members = [Person(email=f"p{n}@bench.example", name=f"Person {n}") for n in range(people)]
            session.add_all(members)
            session.flush()
            tokens = []
            for member in members:
                token, token_hash = new_token()
                tokens.append(token)
                session.add(ApiToken(person_id=member.id, name="bench", token_hash=token_hash))
                session.add(Membership(person_id=member.id, network_id=network.id, role=Role.MEMBER,
                                       started_on=date(2026, 1, 1)))
            room_ids, thread_ids = [], []
            for number in range(rooms):
                room = Room(name=f"Room {number}", network_id=network.id)
                session.add(room)
                session.flush()
                thread = Thread(room=room, network_id=network.id, author_id=members[0].id, title="Measured",
                                kind=ThreadKind.DISCUSSION, last_at=now())
                session.add(thread)
                session.flush()
                room_ids.append(room.id)
                thread_ids.append(thread.id)
            fill(room_ids[0], network.id, members[0].id, messages)
    return Stage(folder, tokens, room_ids, thread_ids)


def fill(room_id: int, network_id: int, author_id: int, messages: int, a_thread: int = 40) -> None:
    """MESSAGES in ROOM, A_THREAD in each thread."""
    session, room = db.session, db.session.get(Room, room_id)
    assert room is not None
    start = now() - timedelta(days=365)
    for first in range(0, messages, a_thread):
        thread = Thread(room=room, network_id=network_id, author_id=author_id,
                        title=f"Solceller på tak {first}", last_at=start + timedelta(minutes=first),
                        last_seq=first + a_thread)
        session.add(thread)
        session.flush()
        same = {"room_id": room_id, "network_id": network_id, "thread_id": thread.id, "author_id": author_id}
        rows = [{**same, "seq": seq, "body": f"Vi har **solceller** på taket, svar {seq}.", "links": [],
                 "html": f"<p>Vi har <strong>solceller</strong> på taket, svar {seq}.</p>",
                 "created_at": start + timedelta(minutes=seq)} for seq in range(first + 1, first + a_thread + 1)]
        added = insert(Message).returning(Message.id, sort_by_parameter_order=True)
        ids = session.scalars(added, rows).all()
        session.execute(insert(Change), [
            {"room_id": room_id, "seq": row["seq"], "kind": "message_added", "thread_id": thread.id,
             "message_id": message_id, "at": row["created_at"]} for row, message_id in zip(rows, ids, strict=True)])
        room.seq = first + a_thread


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, port: int, **settings: str) -> dict[str, str]:
    """What the server is started with: SETTINGS of Config, and none that happen to be in this environment."""
    chosen = {"data_dir": str(folder), "port": str(port), "rate_limits": "off", **settings}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return {**inherited, **{PREFIX + name.upper(): value for name, value in chosen.items()}}


def start(folder: Path, port: int, worker: bool = True, web: str = "app.web",
          **settings: str) -> list[subprocess.Popen[bytes]]:
    """The web server, and the worker, as `flask serve` starts them. Waits until it answers."""
    commands = [[sys.executable, "-m", "gevent.monkey", "--module", web]]
    if worker:
        commands.append([sys.executable, "-m", "flask", "--app", "wsgi", "work"])
    chosen = environment(folder, port, **settings)
    with (folder / "server.log").open("ab") as log:
        processes = [subprocess.Popen(command, cwd=ROOT, env=chosen, stdout=log, stderr=log) for command in commands]
    try:
        wait(port, processes[0])
    except BaseException:
        stop(processes)
        raise
    return processes


def wait(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Until the server answers. Raise when it died or takes longer than SECONDS."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError("the server stopped while starting")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"no answer on port {port}")


def answers(port: int, process: subprocess.Popen[bytes], seconds: float = 20) -> None:
    """Until something listens. Raise when PROCESS died or takes longer than SECONDS."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError("the server stopped while starting")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nobody listens on port {port}")


@contextmanager
def serving(folder: Path, port: int, worker: bool = True,
            **settings: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    """A running server, stopped afterwards."""
    processes = start(folder, port, worker, **settings)
    try:
        yield processes
    finally:
        stop(processes)


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask PROCESSES to end, and end those that do not."""
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def apart(processes: list[subprocess.Popen[bytes]]) -> None:
    """Give the first of PROCESSES a core of its own, and leave the others and us the rest; where that can be done."""
    if len(CORES) > 1:
        os.sched_setaffinity(processes[0].pid, CORES[:1])
        for pid in (0, *(process.pid for process in processes[1:])):
            os.sched_setaffinity(pid, CORES[1:])


def memory_mb(processes: list[subprocess.Popen[bytes]]) -> float:
    """What the processes hold together (PSS: shared pages counted once), in MB."""
    total = 0
    for process in processes:
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    """Processor time that PROCESS has used."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

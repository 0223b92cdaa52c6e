"""P5: how long the server takes for each page, and how many statements it asks the database."""

import argparse
import http.client
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import event

from app.database import db
from app.factory import create_app
from bench import results, stage
from config import Config

MOST_STATEMENTS = 12
PAGES = ["/", "/networks", "/networks/1", "/rooms/{room}", "/threads/{thread}", "/search?q=solceller+tak", "/examples",
         "/contacts", "/gatherings", "/indicators", "/settings"]


def timed(port: int, token: str, path: str, times: int) -> tuple[list[float], int]:
    """Milliseconds of each of TIMES requests over one connection, and the size of the answer in kB."""
    spent, size = [], 0
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for _ in range(times):
            began = time.perf_counter()
            connection.request("GET", path, headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            size = len(answer.read())
            spent.append((time.perf_counter() - began) * 1000)
            assert answer.status == 200, (path, answer.status)
    return spent[3:], size // 1000  # the first ones fill caches


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        sent.append(statement)
    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def statements(folder: Path, token: str, paths: list[str]) -> dict[str, int]:
    """How many each page needs, the question who is asking included."""
    app, found = create_app(Config(data_dir=folder, secret_key="measured")), {}
    client = app.test_client()
    for path in paths:
        with app.app_context(), counted() as sent:
            client.get(path, headers={"Authorization": f"Bearer {token}"})
        found[path] = sum(not one.startswith(("BEGIN", "PRAGMA", "SAVEPOINT")) for one in sent)
    return found


def main(arguments: list[str]) -> None:
    """Measure each page, with an empty answer of the same server beside it."""
    parser = argparse.ArgumentParser(prog="bench pages")
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=60)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ready = stage.prepare(folder, 200, messages=asked.messages)
        paths = [path.format(room=ready.rooms[0], thread=ready.threads[0] + 1) for path in PAGES]
        asks = statements(folder, ready.tokens[1], paths)
        port = stage.free_port()
        with stage.serving(folder, port):
            bare = results.percentile(timed(port, ready.tokens[1], "/healthz", asked.times)[0], .5)
            measured = {path: timed(port, ready.tokens[1], path, asked.times) for path in paths}
    rows: list[list[object]] = [
        [f"`{path}`", asks[path], f"{results.percentile(spent, .5):.0f}", f"{results.percentile(spent, .95):.0f}",
         f"{results.percentile(spent, .5) / bare:.0f}", size] for path, (spent, size) in measured.items()]
    results.write("pages", "\n\n".join([
        f"`python -m bench pages`: {asked.messages:,} messages, 200 people, {asked.times} requests a page, one at a "
        f"time; an empty answer (`/healthz`) took {bare:.1f} ms. To reach: {MOST_STATEMENTS} statements, p95 120 ms.",
        results.table(["page", "statements", "p50 ms", "p95 ms", "× empty answer", "kB gzipped"], rows)]))

"""Engine.IO's own server over the lean wire: signs of life, moving over from polling, goodbyes."""

from collections.abc import Iterator
from typing import Any

import engineio
import engineio.socket
import pytest
from gevent import socket, spawn
from gevent.pywsgi import WSGIServer

from app.wires import lean
from app.wires.websocket import CLOSE, PING, PONG, TEXT
from tests.unit.wires.test_websocket import sent

BEAT = 0.1  # seconds between two questions whether a page is there
HANDSHAKE = ("Host: here\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
OPEN: list[Any] = []  # what a test has opened


class Engine(engineio.Server):
    """An Engine.IO server that answers each word with the same in capitals."""

    def __init__(self) -> None:
        super().__init__(async_mode="gevent", ping_interval=BEAT, ping_timeout=BEAT, async_handlers=False)
        self.gone: list[str] = []
        self.on("message", lambda sid, data: self.send(sid, data.upper()))
        self.on("disconnect", lambda sid, reason: self.gone.append(reason))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Engine, int]]:
    """It, and the port where it listens."""
    monkeypatch.setattr(engineio.socket, "Socket", lean.Page)
    made = Engine()
    server = WSGIServer(("127.0.0.1", 0), engineio.WSGIApp(made), handler_class=lean.Wire, log=None)
    server.start()
    yield made, server.server_port
    while OPEN:
        OPEN.pop().close()
    server.stop(1)


class Page:
    """A page over a WebSocket."""

    def __init__(self, port: int, more: str = "") -> None:
        self.line = socket.create_connection(("127.0.0.1", port), timeout=5)
        self.line.sendall(f"GET /engine.io/?EIO=4&transport=websocket{more} HTTP/1.1\r\n{HANDSHAKE}".encode())
        self.read = self.line.makefile("rb")
        OPEN.extend((self.read, self.line))
        self.head = b"".join(iter(self.read.readline, b"\r\n"))

    def hear(self) -> tuple[int, str]:
        """The next frame: its kind, its words."""
        kind, size = self.read.read(2)
        size = int.from_bytes(self.read.read(2), "big") if size == 126 else size
        return kind & 15, self.read.read(size).decode("latin-1")

    def hears(self, kind: int, words: str) -> bool:
        """Whether this is among the next frames; questions whether it is there may come between."""
        return any(self.hear() == (kind, words) for _ in range(3))

    def say(self, words: str, kind: int = TEXT) -> None:
        """Send a frame."""
        self.line.sendall(sent(kind, words.encode()))


def test_a_page_is_answered_and_asked_for_signs_of_life(engine: tuple[Engine, int]) -> None:
    page = Page(engine[1])
    assert page.head.startswith(b"HTTP/1.1 101 ") and b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in page.head
    assert page.hear()[1].startswith('0{"sid"')
    page.say("4hello")
    assert page.hears(TEXT, "4HELLO")
    for _ in range(3):
        assert page.hear() == (TEXT, "2")
        page.say("3")
    page.say("are you", PING)
    assert page.hears(PONG, "are you")
    page.line.sendall(sent(CLOSE, b"\x03\xe9"))
    assert page.hears(CLOSE, "\x03\xe9") and page.read.read() == b""


def test_who_gives_no_sign_of_life_is_let_go(engine: tuple[Engine, int]) -> None:
    page = Page(engine[1])
    heard = [page.hear() for _ in range(4)]
    assert heard[1:] == [(TEXT, "2"), (TEXT, "1"), (CLOSE, "\x03\xe8")]
    assert page.read.read() == b"" and engine[0].gone == ["ping timeout"]


def test_nonsense_ends_only_the_line_it_came_over(engine: tuple[Engine, int]) -> None:
    good = Page(engine[1])
    good.hear()
    for words in ("", "9", "x", "é", "ba"):
        bad = Page(engine[1])
        bad.hear()
        bad.say(words)
        assert bad.hear()[0] == CLOSE and bad.read.read() == b"", words
    good.say("4still here")
    assert good.hears(TEXT, "4STILL HERE")


def test_a_page_moves_from_polling_to_the_websocket(engine: tuple[Engine, int]) -> None:
    server, port = engine
    sid = polled(port)[0].split('"')[3]
    page = Page(port, f"&sid={sid}")
    waiting = spawn(polled, port, sid)
    page.say("2probe")
    assert page.hear() == (TEXT, "3probe")
    assert waiting.get(timeout=5) == ["6"], "the poll ends with nothing"
    server.send(sid, "said while it moves")
    page.say("5")
    assert page.hears(TEXT, "4said while it moves")
    page.say("4here")
    assert page.hears(TEXT, "4HERE")


def test_who_only_pretends_to_move_goes_on_polling(engine: tuple[Engine, int]) -> None:
    server, port = engine
    sid = polled(port)[0].split('"')[3]
    page = Page(port, f"&sid={sid}")
    page.say("4hello")
    assert page.hear()[0] == CLOSE
    server.send(sid, "still polling")
    assert "4still polling" in polled(port, sid)


def polled(port: int, sid: str = "") -> list[str]:
    """The packets that one poll brings."""
    line = socket.create_connection(("127.0.0.1", port), timeout=5)
    path = "/engine.io/?EIO=4&transport=polling" + (f"&sid={sid}" if sid else "")
    line.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
    answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    line.close()
    return answer.partition("\r\n\r\n")[2].split("\x1e")


def test_a_page_that_is_let_go_hears_what_was_sent_before(engine: tuple[Engine, int]) -> None:
    server, port = engine
    page = Page(port)
    sid = page.hear()[1].split('"')[3]
    server.send(sid, "last words")
    server.disconnect(sid)
    assert [page.hear() for _ in range(3)] == [(TEXT, "4last words"), (TEXT, "1"), (CLOSE, "\x03\xe8")]
    assert page.read.read() == b""

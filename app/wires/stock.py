"""The WebSocket driver that Flask-SocketIO pairs with gevent, made safe for slow pages and against other sites."""

import socket
from collections.abc import Callable
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import engineio.socket
from geventwebsocket.handler import WebSocketHandler

UNREAD = 1024 * 1024  # bytes that may wait for a page that does not take them
ON_THE_WAY = 256 * 1024  # bytes that the system may hold for it besides; left alone, it holds megabytes
SILENCE = 60  # seconds without a sign of life; pages give one every 25
FOREIGN = b"Pages of other sites cannot listen here."


class Page(engineio.socket.Socket):  # type: ignore[misc]  # it comes without types
    """An open page. One that is too slow for what it hears is closed; it comes back and fetches what it missed."""

    unread = 0

    def send(self, pkt: Any) -> None:
        """Put PKT in line for the page."""
        super().send(pkt)
        self.unread += size(pkt)
        if self.unread > UNREAD:
            self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_ERROR)

    def poll(self) -> list[Any]:
        """What is to be sent now."""
        packets: list[Any] = super().poll()
        self.unread -= sum(map(size, packets))
        return packets


def size(packet: Any) -> int:
    """The length of what PACKET carries."""
    return len(packet.data) if isinstance(packet.data, str | bytes) else 0


class Wire(WebSocketHandler):  # type: ignore[misc]  # likewise
    """A WebSocket for our own pages. A silent one cannot hold it for ever, and no frame cuts another in two."""

    def upgrade_connection(self) -> Any:
        """Answer the handshake; None when it succeeded."""
        if foreign(self.environ):  # engineio looks too, but only once the handshake is made
            self.start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [FOREIGN]
        refused = super().upgrade_connection()
        if refused is None:
            patient(self.socket)
            self.websocket.raw_write = in_turn(self.websocket.raw_write)
        return refused


def foreign(environ: dict[str, Any]) -> bool:
    """Whether a page of another site asks: browsers say so. A proxy of ours may have renamed the host."""
    origin = environ.get("HTTP_ORIGIN")
    hosts = (environ.get("HTTP_HOST"), environ.get("HTTP_X_FORWARDED_HOST"))
    return origin is not None and urlsplit(origin).netloc not in hosts


def patient(line: socket.socket) -> None:
    """Bound how long LINE may be silent and what waits in it."""
    line.settimeout(SILENCE)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ON_THE_WAY)


def in_turn(write: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """WRITE for two greenlets: the one that sends, and the one that reads and answers pings."""
    turn = Lock()

    def wait_and_write(frame: bytes) -> None:
        with turn:
            write(frame)
    return wait_and_write

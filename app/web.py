"""The web server of one process: gevent, with the WebSocket driver that Flask-SocketIO pairs with it.

Run as `python -m gevent.monkey --module app.web`, so that the standard library is patched before
anything else is imported. `flask web` does that.
"""

import signal
import socket
from collections.abc import Callable
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import engineio.socket
from flask import Flask
from gevent import signal_handler
from gevent.pywsgi import WSGIServer
from geventwebsocket.handler import WebSocketHandler

from app.factory import create_app
from app.live import socketio
from app.rooms.sockets import start_beacon
from config import Config

ARRIVING = 1024  # connections that may wait to be taken
UNREAD = 1024 * 1024  # characters that may wait for a page that does not take them
ON_THE_WAY = 256 * 1024  # bytes that the system may hold for it besides; left alone, it holds megabytes
SILENCE = 60  # seconds without a sign of life; pages give one every 25
STOP_SECONDS = 5


def listen(host: str, port: int) -> socket.socket:
    """A socket that sends small frames at once: without NODELAY an acknowledgement waits 40 ms."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=ARRIVING)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setblocking(False)
    return listener


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
            return [b"Pages of other sites cannot listen here."]
        refused = super().upgrade_connection()
        if refused is None:
            self.socket.settimeout(SILENCE)
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ON_THE_WAY)
            self.websocket.raw_write = in_turn(self.websocket.raw_write)
        return refused


def foreign(environ: dict[str, Any]) -> bool:
    """Whether a page of another site asks: browsers say so. A proxy of ours may have renamed the host."""
    origin = environ.get("HTTP_ORIGIN")
    hosts = (environ.get("HTTP_HOST"), environ.get("HTTP_X_FORWARDED_HOST"))
    return origin is not None and urlsplit(origin).netloc not in hosts


def in_turn(write: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """WRITE for two greenlets: the one that sends, and the one that reads and answers pings."""
    turn = Lock()

    def wait_and_write(frame: bytes) -> None:
        with turn:
            write(frame)
    return wait_and_write


def stop(server: WSGIServer) -> None:
    """Take in nobody, let pages go and look for another process, let requests in hand finish."""
    server.close()
    for page in list(_eio().sockets.values()):
        page.close(wait=False)
    server.stop(STOP_SECONDS)


def _eio() -> Any:
    return socketio.server.eio  # type: ignore[attr-defined]  # the stubs leave it out


def main() -> None:
    """Serve until told to stop."""
    config = Config.from_env()
    engineio.socket.Socket = Page  # it offers no other way
    app: Flask = create_app(config)
    if _eio().async_mode != "gevent":
        raise SystemExit("Start the web server with `flask web`: gevent has to come first.")
    start_beacon(app)
    server = WSGIServer(listen(config.host, config.port), app, handler_class=Wire, log=None, error_log=app.logger)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal_handler(number, stop, server)
    app.logger.info("Livskraft listens on %s", config.base_url)
    server.serve_forever(stop_timeout=STOP_SECONDS)


if __name__ == "__main__":
    main()

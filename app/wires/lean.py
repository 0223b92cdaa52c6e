"""Flask-SocketIO's pages over our own WebSocket: one greenlet a page, a broadcast framed once and sent at once.

Stock takes three greenlets and a queue a page, and frames a broadcast anew for each. Only what lies below
engineio's Socket is replaced; for other versions than the one it was tested with, `fits` says no.
"""

import base64
import binascii
import time
from importlib.metadata import version
from typing import Any

from engineio import packet
from engineio.exceptions import SocketIsClosedError, UnknownPacketError
from gevent import spawn_later
from gevent.pywsgi import WSGIHandler

from app.wires import stock
from app.wires.websocket import BINARY, TEXT, WebSocket, accepted, frame

TESTED = "4.15."  # of python-engineio
WIRE = "livskraft.wire"
Refusal = tuple[str, bytes]


def fits() -> bool:
    """Whether engineio is the one that this replaces a part of."""
    return version("python-engineio").startswith(TESTED)


class Wire(WSGIHandler):
    """Takes requests; one that may become a WebSocket is handed on with the way to do so."""

    environ: dict[str, Any]

    def run_application(self) -> None:
        """Answer the request."""
        if self.environ.get("HTTP_UPGRADE", "").lower() == "websocket":
            if refusal := refused(self.environ):
                status, why = refusal
                self.start_response(status, [("Content-Type", "text/plain"), ("Sec-WebSocket-Version", "13")])
                self.result = [why]
                return self.process_result()
            self.environ[WIRE] = self
        super().run_application()

    def accept(self, largest: int) -> WebSocket:
        """Agree to the handshake. What comes from now on are frames; LARGEST bytes may a message have."""
        stock.patient(self.socket)
        self.close_connection = True  # when the page goes; there is no other request to wait for
        self.socket.sendall("\r\n".join([
            "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
            f"Sec-WebSocket-Accept: {accepted(self.environ['HTTP_SEC_WEBSOCKET_KEY'].strip())}", "", ""]).encode())
        return WebSocket(self.socket, self.rfile, largest, stock.UNREAD)


def refused(environ: dict[str, Any]) -> Refusal | None:
    """Why a handshake is not agreed to."""
    if stock.foreign(environ):
        return "403 Forbidden", stock.FOREIGN
    if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
        return "426 Upgrade Required", b"Only version 13 is spoken here."
    try:
        key = base64.b64decode(environ.get("HTTP_SEC_WEBSOCKET_KEY", "").strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 16 or environ["REQUEST_METHOD"] != "GET" or environ["SERVER_PROTOCOL"] != "HTTP/1.1":
        return "400 Bad Request", b"This is not a handshake of RFC 6455."
    return None


class Page(stock.Page):
    """An open page. While it polls it is a stock one; over a WebSocket what it hears is sent right away."""

    line: WebSocket | None = None
    last_ping: float | None
    connected: bool
    upgraded: bool

    def send(self, pkt: Any) -> None:
        """Send PKT to the page."""
        if self.line is None:
            super().send(pkt)
        elif self.closed:
            raise SocketIsClosedError
        else:
            self.line.send(framed(pkt))

    def close(self, wait: bool = True, abort: bool = False, reason: Any = None) -> None:
        """Let the page go."""
        super().close(wait=wait and self.line is None, abort=abort, reason=reason)
        if self.line:
            self.line.close()

    def schedule_ping(self) -> None:
        """Ask for a sign of life in a while; no greenlet has to sleep for it."""
        if self.last_ping:
            self.last_ping = None
            spawn_later(self.server.ping_interval, self._send_ping)

    def _send_ping(self) -> None:
        if not (self.closing or self.closed):
            self.last_ping = time.time()
            self.send(ARE_YOU_THERE)

    def _upgrade_websocket(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """Agree to the handshake, and listen to the page until it goes."""
        if self.upgraded:
            raise OSError("there is a WebSocket already")
        line = environ[WIRE].accept(self.server.max_http_buffer_size)
        if self.connected and not self._moves(line):
            line.close()
            return []
        self.connected = self.upgraded = True
        while not self.queue.empty():  # nobody is let in between: nothing here waits
            if pkt := self.queue.get(block=False):
                line.send(framed(pkt))
        self.line = line
        if not self.closed:
            self._listen(line)
        self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
        return []

    def _moves(self, line: WebSocket) -> bool:
        """Whether a page that polls comes over to LINE, by engineio's four steps."""
        self.upgrading = True
        try:
            if line.receive() != "2probe":
                return False
            line.send(frame(TEXT, b"3probe"))
            self.queue.put(packet.Packet(packet.NOOP))  # ends the poll
            return line.receive() == "5"
        finally:
            self.upgrading = False

    def _listen(self, line: WebSocket) -> None:
        for message in iter(line.receive, None):
            try:
                self.receive(packet.Packet(encoded_packet=message))
            except (SocketIsClosedError, UnknownPacketError, ValueError):
                return  # let go meanwhile; or it says what no page of ours does


def framed(pkt: Any) -> bytes:
    """PKT as a frame, built when the first page gets it."""
    ready: bytes | None = getattr(pkt, "ready", None)
    if ready is None:
        data = pkt.encode()
        ready = pkt.ready = frame(TEXT, data.encode()) if isinstance(data, str) else frame(BINARY, data)
    return ready


ARE_YOU_THERE = packet.Packet(packet.PING)

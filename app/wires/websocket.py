"""The server's end of a WebSocket (RFC 6455), in the one greenlet that listens to it.

Whoever sends never waits: what the client does not take at once waits in a bounded backlog.
"""

import base64
import hashlib
import socket
from collections import deque
from contextlib import suppress
from typing import BinaryIO

from gevent import spawn

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTINUED, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
KINDS = {CONTINUED, TEXT, BINARY, CLOSE, PING, PONG}
FINAL, RESERVED, MASKED = 0x80, 0x70, 0x80
DONE, WRONG, NOT_TEXT, TOO_LARGE = 1000, 1002, 1007, 1009  # why a connection ends
REASONS = {*range(1000, 1004), *range(1007, 1015), *range(3000, 5000)}  # that a client may give
SHORT = 125  # bytes: the most in a control frame


class Ended(Exception):
    """The connection ends, for the reason CODE."""

    def __init__(self, code: int) -> None:
        self.code = code


def accepted(key: str) -> str:
    """The answer to the KEY of a handshake."""
    return base64.b64encode(hashlib.sha1((key + GUID).encode("latin-1")).digest()).decode()


def frame(kind: int, data: bytes) -> bytes:
    """DATA as one frame from the server, ready to send to anybody."""
    if len(data) <= SHORT:
        length = bytes([len(data)])
    elif len(data) < 1 << 16:
        length = b"\x7e" + len(data).to_bytes(2, "big")
    else:
        length = b"\x7f" + len(data).to_bytes(8, "big")
    return bytes([FINAL | kind]) + length + data


class WebSocket:
    """A connection after its handshake. LARGEST bytes may a message have, BACKLOG bytes may wait to be sent."""

    def __init__(self, line: socket.socket, incoming: BinaryIO, largest: int, backlog: int) -> None:
        self.line, self.incoming, self.largest, self.backlog = line, incoming, largest, backlog
        self.waiting: deque[bytes] = deque()
        self.unread = 0
        self.open = True

    def receive(self) -> str | bytes | None:
        """Wait for the next message; None once the connection has ended."""
        try:
            return self._message()
        except Ended as end:
            self.close(end.code)
        except OSError:  # gone, or silent for too long
            self.cut()
        return None

    def _message(self) -> str | bytes:
        kind, whole = CONTINUED, bytearray()
        final = False
        while not final:
            final, part, data = self._frame(self.largest - len(whole))
            if part >= CLOSE:
                self._obey(part, data)
                final = False
                continue
            if (part == CONTINUED) != (kind != CONTINUED):
                raise Ended(WRONG)  # a part of nothing, or another message before the end of this one
            kind = kind or part
            whole += data
        return bytes(whole) if kind == BINARY else text(whole)

    def _frame(self, room: int) -> tuple[bool, int, bytes]:
        """The next frame: whether its message ends with it, its kind, and at most ROOM bytes."""
        first, second = self._read(2)
        kind, size = first & 0x0F, second & 0x7F
        if first & RESERVED or kind not in KINDS or not second & MASKED:
            raise Ended(WRONG)
        if kind >= CLOSE and (size > SHORT or not first & FINAL):
            raise Ended(WRONG)
        if size > SHORT:
            least = 1 << 16 if size == 127 else SHORT + 1
            size = int.from_bytes(self._read(8 if size == 127 else 2), "big")
            if size < least:
                raise Ended(WRONG)
        if kind < CLOSE and size > room:
            raise Ended(TOO_LARGE)
        mask = self._read(4)
        return bool(first & FINAL), kind, unmasked(self._read(size), mask)

    def _read(self, size: int) -> bytes:
        data = self.incoming.read(size)
        if len(data) < size:
            raise ConnectionError
        return data

    def _obey(self, kind: int, data: bytes) -> None:
        """Answer a control frame."""
        if kind == PING:
            self.send(frame(PONG, data))
        elif kind == CLOSE:
            text(data[2:])
            code = int.from_bytes(data[:2], "big") if data else DONE
            raise Ended(code if code in REASONS else WRONG)

    def send(self, ready: bytes) -> None:
        """Send a READY frame, at once or as soon as the client has taken what was sent before."""
        sent = 0
        if not self.open:
            return
        if not self.waiting:
            try:
                sent = self.line.sendmsg([ready], [], socket.MSG_DONTWAIT)  # gevent's `send` would wait
            except BlockingIOError:
                pass
            except OSError:
                return self.cut()
        if sent < len(ready):
            self._keep(ready[sent:])

    def _keep(self, rest: bytes) -> None:
        self.waiting.append(rest)
        self.unread += len(rest)
        if self.unread > self.backlog:
            self.cut()
        elif len(self.waiting) == 1:
            spawn(self._catch_up)

    def _catch_up(self) -> None:
        """Send what waits. The frame in hand stays in line, so that no other overtakes it."""
        try:
            while self.open and self.waiting:
                self.line.sendall(self.waiting[0])
                if self.open:
                    self.unread -= len(self.waiting.popleft())
        except OSError:
            self.cut()

    def close(self, code: int = DONE) -> None:
        """Say goodbye and end the connection."""
        self.send(frame(CLOSE, code.to_bytes(2, "big")))
        self.cut()

    def cut(self) -> None:
        """End the connection; whoever waits for it notices."""
        self.open = False
        self.waiting.clear()
        with suppress(OSError):
            self.line.shutdown(socket.SHUT_RDWR)


def text(data: bytes | bytearray) -> str:
    """DATA as words."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Ended(NOT_TEXT) from None


def unmasked(data: bytes, mask: bytes) -> bytes:
    """DATA without the MASK that every frame of a client bears. As numbers it goes fast."""
    size = len(data)
    repeated = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(data, "little") ^ int.from_bytes(repeated, "little")).to_bytes(size, "little")

"""A small, fast Socket.IO client for load: many connections in one process, only marks are decoded."""

import asyncio
import base64
import json
import os
from collections.abc import Callable
from typing import Any

SOCKET_IO = "/socket.io/?EIO=4&transport=websocket"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Connection(asyncio.Protocol):
    """One WebSocket. Calls `on_text(payload)` for every text frame."""

    def __init__(self, host: str, path: str, on_text: Callable[[bytes], None]) -> None:
        self.host, self.path, self.on_text = host, path, on_text
        self.buffer = bytearray()
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write((f"GET {self.path} HTTP/1.1\r\nHost: {self.host}\r\nUpgrade: websocket\r\n"
                         f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
                         f"Sec-WebSocket-Version: 13\r\n\r\n").encode())

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.opened.done():
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if b" 101 " not in self.buffer[:40]:
                self.opened.set_exception(ConnectionError(bytes(self.buffer[:60]).decode(errors="replace")))
                return
            del self.buffer[:end + 4]
            self.opened.set_result(None)
        self._frames()

    def connection_lost(self, error: Exception | None) -> None:
        for future in (self.opened, self.closed):
            if not future.done():
                future.set_result(None)

    def _frames(self) -> None:
        buffer, start = self.buffer, 0
        while len(buffer) - start >= 2:
            opcode, length, head = buffer[start] & 15, buffer[start + 1] & 127, 2
            if length == 126:
                length, head = int.from_bytes(buffer[start + 2:start + 4], "big"), 4
            elif length == 127:
                length, head = int.from_bytes(buffer[start + 2:start + 10], "big"), 10
            if len(buffer) - start < head + length:
                break
            self._frame(opcode, bytes(buffer[start + head:start + head + length]))
            start += head + length
        del buffer[:start]

    def _frame(self, opcode: int, payload: bytes) -> None:
        if opcode == TEXT:
            self.on_text(payload)
        elif opcode == PING:
            self._write(PONG, payload)
        elif opcode == CLOSE:
            self.transport.close()

    def send(self, text: str) -> None:
        """Send one text frame."""
        self._write(TEXT, text.encode())

    def _write(self, opcode: int, payload: bytes) -> None:
        size, mask = len(payload), os.urandom(4)
        length = bytes([128 | size]) if size < 126 else bytes([254]) + size.to_bytes(2, "big")
        head = bytes([128 | opcode]) + length
        repeated = (mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(size, "big")
        self.transport.write(head + mask + masked)


class SocketIO:
    """A signed-in Socket.IO page: events in, acknowledged events out."""

    def __init__(self, on_event: Callable[[bytes], None]) -> None:
        self.on_event = on_event
        self.acks: dict[int, asyncio.Future[Any]] = {}
        self.count = 0

    async def connect(self, port: int, token: str) -> None:
        """Open, and sign in with an API token. Raise ConnectionError when refused."""
        loop = asyncio.get_running_loop()
        self.welcome: asyncio.Future[None] = loop.create_future()
        make = lambda: Connection(f"127.0.0.1:{port}", SOCKET_IO, self._text)  # noqa: E731 - a factory, once
        _, self.wire = await loop.create_connection(make, "127.0.0.1", port)
        await self.wire.opened
        self.wire.send("40" + json.dumps({"token": token}))
        await asyncio.wait_for(self.welcome, 30)

    def _text(self, payload: bytes) -> None:
        if payload.startswith(b"42"):
            self.on_event(payload)
        elif payload == b"2":
            self.wire.send("3")
        elif payload.startswith(b"43"):
            start = payload.index(b"[")
            future = self.acks.pop(int(payload[2:start]), None)
            if future and not future.done():
                future.set_result(json.loads(payload[start:])[0])
        elif payload.startswith(b"40") and not self.welcome.done():
            self.welcome.set_result(None)
        elif payload.startswith(b"44") and not self.welcome.done():
            self.welcome.set_exception(ConnectionError(payload.decode()))

    async def call(self, event: str, data: dict[str, Any], seconds: float = 30) -> Any:
        """Send EVENT and wait for its acknowledgement."""
        self.count += 1
        future = self.acks[self.count] = asyncio.get_running_loop().create_future()
        self.wire.send(f"42{self.count}" + json.dumps([event, data]))
        return await asyncio.wait_for(future, seconds)

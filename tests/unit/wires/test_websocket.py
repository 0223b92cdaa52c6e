"""The server's end of a WebSocket does what RFC 6455 says, and ends the connection where a client does not."""

from collections.abc import Iterator

import pytest
from gevent import socket
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.wires import lean, websocket
from app.wires.websocket import BINARY, CLOSE, CONTINUED, PING, PONG, TEXT, WebSocket, accepted, frame

LARGEST, BACKLOG = 1000, 200_000
MASK = b"\x37\xfa\x21\x3d"  # of the examples in the RFC


class Client:
    """The other end, which sends any bytes."""

    def __init__(self) -> None:
        mine, self.line = socket.socketpair()
        mine.settimeout(5)
        self.line.settimeout(5)
        self.server = WebSocket(mine, mine.makefile("rb"), LARGEST, BACKLOG)

    def say(self, *frames: bytes, more: bool = False) -> str | bytes | None:
        """What the server makes of FRAMES; no MORE will come."""
        self.line.sendall(b"".join(frames))
        if not more:
            self.line.shutdown(socket.SHUT_WR)
        return self.server.receive()

    def heard(self) -> bytes:
        """What the server has sent until it hung up."""
        return b"".join(iter(lambda: self.line.recv(65536), b""))

    def close(self) -> None:
        """Leave."""
        self.server.incoming.close()
        self.server.line.close()
        self.line.close()


@pytest.fixture
def client() -> Iterator[Client]:
    """A client whose handshake is made."""
    made = Client()
    yield made
    made.close()


def sent(kind: int, data: bytes = b"", final: bool = True, mask: bytes = MASK) -> bytes:
    """A frame as clients send it."""
    whole = bytearray(frame(kind, data))
    head = len(whole) - len(data)
    whole[0] = whole[0] if final else kind
    whole[1] |= 0x80
    return bytes(whole[:head]) + mask + websocket.unmasked(data, mask)


def goodbye(code: int) -> bytes:
    """The frame by which the server ends a connection."""
    return frame(CLOSE, code.to_bytes(2, "big"))


def test_the_handshake_is_answered_as_in_the_example_of_the_rfc() -> None:
    assert accepted("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


def test_frames_are_those_of_the_examples_in_the_rfc(client: Client) -> None:
    assert frame(TEXT, b"Hello") == bytes.fromhex("810548656c6c6f")
    assert frame(BINARY, b"a" * 256)[:4] == bytes.fromhex("827e0100")
    assert frame(BINARY, b"a" * 65536)[:10] == bytes.fromhex("827f0000000000010000")
    assert sent(TEXT, b"Hello") == bytes.fromhex("818537fa213d7f9f4d5158")
    assert client.say(bytes.fromhex("818537fa213d7f9f4d5158")) == "Hello"


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=60), min_size=1, max_size=5), st.binary(min_size=4, max_size=4))
def test_a_message_in_parts_is_whole_and_pings_between_them_are_answered(parts: list[str], mask: bytes) -> None:
    client = Client()
    kinds = [TEXT] + [CONTINUED] * (len(parts) - 1)
    frames = [sent(kind, part.encode(), final=number == len(parts), mask=mask)
              for number, (kind, part) in enumerate(zip(kinds, parts, strict=True), 1)]
    between = [frame + sent(PING, b"there?", mask=mask) for frame in frames[:-1]]
    assert client.say(*between, frames[-1]) == "".join(parts)
    client.server.cut()
    assert client.heard() == frame(PONG, b"there?") * len(between)
    client.close()


def test_a_letter_may_be_cut_in_two_by_a_frame(client: Client) -> None:
    assert client.say(sent(TEXT, "å".encode()[:1], final=False), sent(CONTINUED, "å".encode()[1:])) == "å"


def test_bytes_stay_bytes_and_pongs_need_no_answer(client: Client) -> None:
    assert client.say(sent(PONG), sent(BINARY, b"\xff\x00")) == b"\xff\x00"
    assert client.server.receive() is None, "it went without a word"
    assert client.heard() == b""


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 999, LARGEST])
def test_every_length_is_read(client: Client, size: int) -> None:
    assert client.say(sent(TEXT, b"x" * size)) == "x" * size


@pytest.mark.parametrize("data, code", [
    (b"", 1000), ((1001).to_bytes(2, "big") + b"gone", 1001), ((4000).to_bytes(2, "big"), 4000)])
def test_a_goodbye_is_answered_and_nothing_after_it_is_heard(client: Client, data: bytes, code: int) -> None:
    assert client.say(sent(CLOSE, data), sent(TEXT, b"one more")) is None
    assert client.heard() == goodbye(code)


HOSTILE = {
    "without a mask": (frame(TEXT, b"Hello"), 1002),
    "an extension that was not agreed": (b"\xc1\x80" + MASK, 1002),
    "unknown data": (b"\x83\x80" + MASK, 1002),
    "unknown control": (b"\x8b\x80" + MASK, 1002),
    "a ping in parts": (sent(PING, b"", final=False), 1002),
    "a long ping": (b"\x89\xfe\x00\x7e" + MASK + b"x" * 126, 1002),
    "a part of nothing": (sent(CONTINUED, b"x"), 1002),
    "a message within a message": (sent(TEXT, b"x", final=False) + sent(TEXT, b"y"), 1002),
    "a short length in many bytes": (b"\x81\xfe\x00\x05" + MASK + b"Hello", 1002),
    "a middle length in many bytes": (b"\x81\xff" + (300).to_bytes(8, "big") + MASK + b"x" * 300, 1002),
    "too long": (sent(TEXT, b"x" * (LARGEST + 1)), 1009),
    "too long, it says": (b"\x81\xff" + b"\xff" * 8 + MASK, 1009),
    "too long in parts": (sent(TEXT, b"x" * LARGEST, final=False) + sent(CONTINUED, b"x"), 1009),
    "no text": (sent(TEXT, b"\xff\xfe"), 1007),
    "half a letter": (sent(TEXT, "å".encode()[:1]), 1007),
    "a goodbye of one byte": (sent(CLOSE, b"\x03"), 1002),
    "a goodbye for no reason there is": (sent(CLOSE, (1005).to_bytes(2, "big")), 1002),
    "a goodbye that is no text": (sent(CLOSE, (1000).to_bytes(2, "big") + b"\xff"), 1007),
}


@pytest.mark.parametrize("frames, code", HOSTILE.values(), ids=HOSTILE)
def test_what_breaks_the_protocol_ends_the_connection_and_says_why(client: Client, frames: bytes, code: int) -> None:
    assert client.say(frames, more=True) is None
    assert client.heard() == goodbye(code)
    assert client.server.receive() is None and not client.server.open


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_message_or_in_the_end(noise: bytes) -> None:
    client = Client()
    heard = client.say(noise)
    assert heard is None or isinstance(heard, str | bytes)
    client.close()


def test_who_reads_late_gets_everything_in_its_order(client: Client) -> None:
    ready = [frame(TEXT, f"{number:06d}".encode() * 200) for number in range(BACKLOG // 1300)]
    client.server.line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 * 1024)
    for one in ready:
        client.server.send(one)
    assert client.server.open and client.server.waiting, "or there was nothing to wait for"
    heard = b""
    while len(heard) < sum(map(len, ready)):
        heard += client.line.recv(65536)
    assert heard == b"".join(ready)
    assert client.server.unread == 0 and not client.server.waiting


def test_who_does_not_read_is_cut_off_and_what_came_before_is_whole(client: Client) -> None:
    ready = [frame(TEXT, f"{number:06d}".encode() * 200) for number in range(2000)]
    client.server.line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 * 1024)
    for one in ready:
        client.server.send(one)
    assert not client.server.open
    heard = client.heard()
    assert len(heard) > 1300 and b"".join(ready).startswith(heard)
    assert client.server.receive() is None


HANDSHAKE = {"REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "here", "HTTP_UPGRADE": "websocket",
             "HTTP_SEC_WEBSOCKET_VERSION": "13", "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ=="}


@pytest.mark.parametrize("wrong, status", [
    ({}, None), ({"HTTP_ORIGIN": "https://here"}, None), ({"HTTP_ORIGIN": "https://elsewhere"}, "403"),
    ({"HTTP_SEC_WEBSOCKET_VERSION": "8"}, "426"), ({"HTTP_SEC_WEBSOCKET_KEY": ""}, "400"),
    ({"HTTP_SEC_WEBSOCKET_KEY": "short"}, "400"), ({"HTTP_SEC_WEBSOCKET_KEY": "å" * 24}, "400"),
    ({"REQUEST_METHOD": "POST"}, "400"), ({"SERVER_PROTOCOL": "HTTP/1.0"}, "400")])
def test_only_a_handshake_of_the_rfc_by_a_page_of_ours_is_taken(wrong: dict[str, str], status: str | None) -> None:
    refusal = lean.refused({**HANDSHAKE, **wrong})
    assert (refusal[0][:3] if refusal else None) == status


def test_it_was_tested_with_the_engineio_that_is_installed() -> None:
    assert lean.fits(), "run the socket tests over both wires with it, then say so in lean.TESTED"

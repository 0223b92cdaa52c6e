"""One running server, its pages connected in either way: slow ones, other sites, long polling."""

import json
import socket
from http.client import HTTPConnection

import pytest

from bench import stage
from bench.wire import PING
from tests import cast
from tests.scale.house import SECONDS, House, Page, play, soon, until

LARGE = "å" * 9000  # in JSON 54 kB
BROADCASTS = 100
DOZE = 20  # of them, fewer than are kept for a page that does not read
HANDSHAKE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13",
             "Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
FOREIGN = "https://elsewhere.example"


def test_pages_that_stop_reading_hold_nobody_up_and_catch_up(either: House) -> None:
    async def scene() -> None:
        asleep, drowsy, awake, writer = [
            await Page(either, who).open() for who in (cast.BJORN, cast.ANNE, cast.ELI, cast.DAG)]
        before, seqs = stage.memory_mb(either.processes[:1]), []
        stop_reading(asleep, drowsy)
        for number in range(BROADCASTS):
            ack = await writer.call("message:post", {"thread": either.facts["thread"], "body": LARGE})
            seqs.append(ack["message"]["seq"])
            await until(lambda: awake.seqs() == seqs, why="the others do not notice")
            if number < DOZE:
                drowsy.wire._write(PING, b"still here")  # the answer may not cut what is being sent in two
            elif number == DOZE:
                drowsy.wire.transport.resume_reading()
        await until(lambda: drowsy.seqs() == seqs, why="who only dozed gets everything")
        assert stage.memory_mb(either.processes[:1]) - before < 20, "MB"
        asleep.wire.transport.resume_reading()
        await until(lambda: asleep.hung_up, why="who sleeps for too long is closed")
        got = asleep.seqs()
        assert got == seqs[:len(got)], "what came before is whole and in order"
        missed = [one["seq"] for one in either.changes(cast.BJORN, after=got[-1])]
        assert got + missed == seqs, "nothing is missing, nothing is double"
        await Page(either, cast.BJORN).open()
        assert [page.hung_up for page in (asleep, drowsy, awake, writer)] == [True, False, False, False]
    play(scene)


def stop_reading(*pages: Page) -> None:
    """As phones that fell asleep: what is sent to them waits, first in the network, then with us."""
    for page in pages:
        page.wire.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        page.wire.transport.pause_reading()


@pytest.mark.parametrize("way", ["polling", "websocket"])
def test_another_site_cannot_open_a_connection_in_the_name_of_who_visits_it(either: House, way: str) -> None:
    path = f"/socket.io/?EIO=4&transport={way}"
    headers = {"Cookie": f"session={either.facts['cookies'][cast.ANNE]}", **(HANDSHAKE if way == "websocket" else {})}
    for origin in (FOREIGN, "null", f"http://127.0.0.1.elsewhere.example:{either.port}"):
        assert status(either, path, {**headers, "Origin": origin}) in (400, 403), origin
    own = f"http://127.0.0.1:{either.port}"
    assert status(either, path, {**headers, "Origin": own}) == (101 if way == "websocket" else 200)


def status(house: House, path: str, headers: dict[str, str]) -> int:
    """What a request is answered with, whether or not the connection then stays open."""
    line = HTTPConnection("127.0.0.1", house.port, timeout=SECONDS)
    line.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = line.getresponse()
    line.close()
    return answer.status


NONSENSE = [b"GET / HTTP/1.1\r\n\r\n", b"\x81\x05Hello", b"\xff" * 64, b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\x00\x80abcd", b"\x89\xfe\x00\x7eabcd" + b"x" * 126, b"\x81\x82abcd\xff\xff", b"\x88\x81abcde"]


def test_frames_that_no_browser_sends_end_only_the_line_they_came_over(house: House) -> None:
    async def scene() -> None:
        good = await Page(house, cast.ANNE).open()
        for frames in NONSENSE:
            bad = await Page(house, cast.BJORN).open()
            bad.wire.transport.write(frames)
            await until(lambda bad=bad: bad.hung_up, why=frames)
        seq = house.say(cast.DAG, "undisturbed")
        await until(lambda: seq in good.seqs())
        large = await good.call("message:post", {"thread": house.facts["thread"], "body": "x" * 9000})
        assert large["ok"] and not good.hung_up
    before = len(house.log)
    play(scene)
    assert "Traceback" not in house.log[before:], house.log[before:]


class Polling:
    """A page where no WebSocket gets through."""

    def __init__(self, house: House, who: str) -> None:
        self.house, self.path = house, "/socket.io/?EIO=4&transport=polling"
        self.path += f"&sid={json.loads(self.get()[0][1:])['sid']}"
        self.send("40" + json.dumps({"token": house.facts["tokens"][who]}))
        assert self.get()[0].startswith("40")

    def get(self) -> list[str]:
        """What is there, or comes next."""
        answer = self.house.ask("GET", self.path)
        assert answer.status == 200, answer.text
        return answer.text.split("\x1e")

    def send(self, packet: str) -> None:
        """Send one packet."""
        assert self.house.ask("POST", self.path, packet, Content_Type="text/plain").status == 200


def test_where_no_websocket_gets_through_long_polling_hears_the_same(either: House) -> None:
    page = Polling(either, cast.BJORN)
    page.send('420["room:join",' + json.dumps({"room": either.room}) + "]")
    packets = packets_of(page)
    assert any('"ok":true' in packet for packet in packets)
    seq = either.say(cast.ANNE, "heard without a socket")
    heard: list[str] = []
    soon(lambda: heard.extend(page.get()) or any(f'"seq":{seq}' in one and "change" in one for one in heard))


def packets_of(page: Polling) -> list[str]:
    """Until the acknowledgement is among them."""
    packets: list[str] = []
    while not any(packet.startswith("43") for packet in packets):
        packets += page.get()
    return packets

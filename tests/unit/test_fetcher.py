"""The fetcher goes to public web pages and nowhere else, however the address is dressed up."""

import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from app.previews.addresses import Refused, Target, public, target
from app.previews.fetch import fetch, understood
from app.previews.fetcher import MOST, fetched
from app.previews.page import Found, read

OPEN = "93.184.215.14"
Look = Callable[[str], Target]

HOSTILE = [
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "168.63.129.16", "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:93.184.215.14", "::127.0.0.1",
    "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "fc00::1", "fd00:ec2::254",
    "fe80::1", "fec0::1", "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "2002:a9fe:a9fe::", "3fff::1",
    "100::1", "5f00::1"]


@pytest.mark.parametrize("address", HOSTILE)
def test_what_is_not_on_the_open_internet_is_not_public(address: str) -> None:
    assert not public(ip_address(address))
    url = f"http://[{address}]/" if ":" in address else f"http://{address}/"
    with pytest.raises(Refused):
        target(url)
    with pytest.raises(Refused):
        target("https://rebound.example/", lambda host, port: [OPEN, address])


@pytest.mark.parametrize("address", [OPEN, "1.1.1.1", "172.32.0.1", "100.128.0.1", "192.0.1.1", "223.255.255.255",
                                     "2606:4700::1111", "2a02:26f0::1", "2400:cb00::1"])
def test_what_is_on_the_open_internet_is(address: str) -> None:
    assert public(ip_address(address))


@pytest.mark.parametrize("host", [
    "localhost", "localhost.", "LOCALHOST", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "127.1",
    "0", "127.0.0.1.", "①②⑦.⓪.⓪.①", "127。0。0。1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[0:0:0:0:0:0:0:1]",
    "[::1%25lo]", "0xA9FEA9FE", "2852039166", "0251.0376.0251.0376", "169.254.43518", "[fe80::1%25eth0]",
    "127.0.0.1%00.example.org", "127.0.0.1\t", "example.org@127.0.0.1", "a:b@127.0.0.1", "127.0.0.1#@example.org",
    "127.0.0.1?@example.org", "127.0.0.1\\@example.org", ""])
def test_an_address_in_disguise_is_refused(host: str) -> None:
    """By the system's own resolver, which reads most of these as numbers of this very machine."""
    with pytest.raises(Refused):
        target(f"http://{host}/")
    assert fetched(f"http://{host}/latest/meta-data/") is None


@pytest.mark.parametrize("url", [
    "", "x", "//example.org/", "/etc/passwd", "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/",
    "javascript:alert(1)", "data:text/html,x", "https://example.org:22/", "http://example.org:6379/",
    "http://example.org:8000/", "http://example.org:0/", "http://example.org:99999/", "http://user@example.org/",
    "http://user:secret@example.org/", "http://@example.org/", "http://example.org/\r\nHost: x", "http://exa mple.org/",
    "http://example.org/a b", "http:///x", "http://[::1", "https://" + "a" * 3000])
def test_only_ordinary_web_addresses_are_taken(url: str) -> None:
    with pytest.raises(Refused):
        target(url, lambda host, port: [OPEN])


def test_a_name_is_looked_up_once_and_that_address_is_kept() -> None:
    answers = iter([[OPEN], ["127.0.0.1"]])
    found = target("https://Rebinding.example.:443/ål?b=1#c", lambda host, port: next(answers))
    assert found == Target("https", "rebinding.example", 443, "/%C3%A5l?b=1", OPEN)


@pytest.mark.parametrize("answers", [[], ["not an address"], ["127.0.0.1"]])
def test_what_a_resolver_says_is_looked_at(answers: list[str]) -> None:
    with pytest.raises(Refused):
        target("http://example.org/", lambda host, port: answers)


class Answers(BaseHTTPRequestHandler):
    """A web server with everything that one may meet."""

    seen: list[tuple[str, dict[str, str]]] = []  # noqa: RUF012 - one list for all requests, on purpose

    def do_GET(self) -> None:
        """Answer by the path."""
        self.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        getattr(self, self.path.strip("/").partition("/")[0] or "page")()

    def send(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content_Type": "text/html; charset=utf-8"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page(self) -> None:
        self.send("<head><title>Sol på taket</title><meta name=description content='Slik gjorde vi'></head>".encode())

    def hop(self) -> None:
        self.send(status=302, Location="/page")

    def inside(self) -> None:
        self.send(status=302, Location="http://127.0.0.1:80/")

    def script(self) -> None:
        self.send(status=302, Location="javascript:alert(1)")

    def nowhere(self) -> None:
        self.send(status=302)

    def round(self) -> None:
        self.send(status=301, Location="/round/" + self.path[-1:] * 2)

    def picture(self) -> None:
        self.send(b"<title>x</title>", Content_Type="image/png")

    def packed(self) -> None:
        self.send(b"<title>x</title>", Content_Encoding="gzip")

    def missing(self) -> None:
        self.send(b"<title>x</title>", 404)

    def endless(self) -> None:
        self.send(b"<title>Long</title>")
        for _ in range(2 * MOST // 65536):
            self.wfile.write(b" " * 65536)

    def slow(self) -> None:
        self.send(b"<tit")
        for _ in range(40):
            self.wfile.write(b"l")
            self.wfile.flush()
            time.sleep(0.05)

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def outside() -> Iterator[Look]:
    """A server that stands for the open internet: names lead there, what is said by number is checked as ever."""
    socketserver.ThreadingMixIn.daemon_threads = True
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def look(url: str) -> Target:
        asked: list[str] = []

        def resolve(host: str, port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.1"]
        return target(url, resolve, allowed=lambda ip: asked[0].endswith(".example"),
                      ports=frozenset({80, 443, server.server_port}))
    look.port = server.server_port  # type: ignore[attr-defined]  # to write addresses with
    yield look
    server.shutdown()
    server.server_close()


def at(outside: Look, path: str) -> str:
    return f"http://web.example:{outside.port}/{path}"  # type: ignore[attr-defined]  # see above


@pytest.mark.parametrize("path", ["page", "hop"])
def test_a_page_is_read_and_nothing_of_us_is_told(outside: Look, path: str) -> None:
    Answers.seen.clear()
    assert fetched(at(outside, path), outside) == Found("Sol på taket", "Slik gjorde vi")
    for _, headers in Answers.seen:
        assert set(headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert headers["host"] == "web.example"


@pytest.mark.parametrize("path", ["inside", "script", "nowhere", "round/1", "picture", "packed", "missing"])
def test_what_is_no_page_for_us_is_left(outside: Look, path: str) -> None:
    Answers.seen.clear()
    assert fetched(at(outside, path), outside) is None
    assert len(Answers.seen) <= 5


def test_only_the_beginning_of_an_endless_page_is_read(outside: Look) -> None:
    assert fetched(at(outside, "endless"), outside) == Found("Long")


def test_a_server_that_drips_is_left_in_time(outside: Look) -> None:
    began = time.monotonic()
    assert fetched(at(outside, "slow"), outside, seconds=0.3) is None
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize("url", ["http://127.0.0.1:80/", "http://localhost/", "http://[::1]/", "nonsense", "http://a\0b/"])
def test_the_process_itself_refuses_too(url: str) -> None:
    assert fetch(url) is None


def test_the_process_that_fetches_knows_neither_the_web_server_nor_the_database() -> None:
    code = "import sys, app.previews.fetcher; print({'flask', 'sqlalchemy', 'config'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


@pytest.mark.parametrize("said", [b"", b"{}", b"[]", b"7", b"null", b'{"title": 1}', b"\xff", b'{"title": "x"'])
def test_what_the_process_says_is_not_believed_blindly(said: bytes) -> None:
    assert understood(said) is None


@pytest.mark.parametrize(("html", "found"), [
    (b"<title>A &amp; B</title>", Found("A & B")),
    (b"<title>A</title><meta property=og:title content='B &lt;b&gt;'><meta property=og:site_name content=S>",
     Found("B <b>", site="S")),
    (b"<meta name=description content=D><meta property=og:description content=' '><title>\n A\tB </title>",
     Found("A B", "D")),
    (b"<svg><title>no</title></svg></head><title>late</title>", Found("no")),
    ("<meta charset=iso-8859-1><title>Kragerø</title>".encode("latin-1"), Found("Kragerø")),
    (b"<meta charset=no-such><title>A</title>", Found("A")),
    ("<title>a\u202eb\u0000c</title>".encode(), Found("abc")),
    (b"<body><title>A</title>", Found()), (b"", Found()), (b"\xff\xfe\x00", Found()), (b"<!-- <title>A", Found())])
def test_a_page_says_what_it_is(html: bytes, found: Found) -> None:
    assert read(html) == found


def test_endless_words_are_cut() -> None:
    assert len(read(b"<title>" + b"x" * 9999 + b"</title>").title) == 200
    assert read(b"<" * 50_000) == Found() and read(b"<meta " * 10_000) == Found()

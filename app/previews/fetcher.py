"""Fetches one public page in a process of its own: `python -m app.previews.fetcher URL`.

Gives JSON on stdout: {title, description, site}, or {} for nothing to show. It limits its own memory and time, knows
neither Flask nor the database nor any secret of ours, sends no cookie and no referrer, and connects only to addresses
that it has looked at: once for each hop, so that a name cannot turn to another address meanwhile.
"""

import http.client
import json
import socket
import ssl
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from urllib.parse import urljoin

from app.confine import limit
from app.previews.addresses import Refused, Target, target
from app.previews.page import Found, read

MEMORY = 256 * 2**20
PROCESSOR_SECONDS = 4
OUTPUT = 64 * 1024
SECONDS = 7.0  # in all, with every redirect
MOST = 512 * 1024  # bytes of a page
HOPS = 4
HEADERS = {"User-Agent": "Livskraft/1 (link preview)", "Accept": "text/html", "Accept-Encoding": "identity",
           "Connection": "close"}
REDIRECTS = (301, 302, 303, 307, 308)
Look = Callable[[str], Target]


def main(url: str) -> None:
    """Fetch URL and print what it says."""
    limit(MEMORY, PROCESSOR_SECONDS, OUTPUT)
    print(json.dumps(asdict(found) if (found := fetched(url)) else {}))


def fetched(url: str, look: Look = target, seconds: float = SECONDS) -> Found | None:
    """What the page at URL says of itself; None where there is no such page for us. LOOK says where a URL leads."""
    until = time.monotonic() + seconds
    try:
        for _ in range(HOPS + 1):
            answer = ask(look(url), until)
            if answer.status not in REDIRECTS:
                return page_of(answer, until)
            url = urljoin(url, answer.headers.get("Location", ""))
    except (Refused, OSError, http.client.HTTPException, ValueError):
        return None
    return None


def ask(where: Target, until: float) -> http.client.HTTPResponse:
    """The beginning of the answer from WHERE. The connection goes to the address that was looked at."""
    line = socket.create_connection((where.address, where.port), left(until))
    if where.scheme == "https":
        line = ssl.create_default_context().wrap_socket(line, server_hostname=where.host)
    connection = http.client.HTTPConnection(where.host, where.port, timeout=left(until))
    connection.sock = line
    connection.request("GET", where.path, headers={**HEADERS, "Host": f"[{where.host}]" if ":" in where.host
                                                   else where.host})
    return connection.getresponse()


def page_of(answer: http.client.HTTPResponse, until: float) -> Found | None:
    """What ANSWER says, if it is a page."""
    if answer.status != 200 or answer.headers.get_content_type() != "text/html":
        return None
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        return None
    data = bytearray()
    while len(data) < MOST and left(until) and (part := answer.read1(min(65_536, MOST - len(data)))):
        data += part
    return read(bytes(data), answer.headers.get_content_charset())


def left(until: float) -> float:
    """Seconds that are left; raise TimeoutError when none are."""
    if (seconds := until - time.monotonic()) <= 0:
        raise TimeoutError
    return seconds


if __name__ == "__main__":
    main(sys.argv[1])

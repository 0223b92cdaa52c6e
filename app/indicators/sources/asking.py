"""Asking a source over HTTP: not oftener than it allows, again when it is busy, and never for what we have."""

import hashlib
import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import requests
from pydantic import BaseModel
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from app.indicators.importers.rows import N_

NO_ANSWER = N_("It does not answer.")
CUT = N_("The connection broke in the middle of its answer.")
REFUSED = N_("It refused the question with this status.")
A_PAGE = N_("It answered with a web page instead of figures. It may be closed for maintenance.")
NO_JSON = N_("What it answered cannot be read, or was cut off.")
TOO_LARGE = N_("Its answer is larger than any that we read.")
PATIENCE = (10, 60)  # seconds to reach a source, and between two pieces of its answer
LARGEST = 64 * 2**20  # bytes of one answer
NEW_ENOUGH = 6 * 3600  # seconds in which a cut refresh goes on with the answers that it has
ATTEMPTS = 3  # at an answer that breaks off in the middle
BUSY = (429, 500, 502, 503, 504)
AGENT = "Livskraft (municipal indicators; https://github.com/livskraft)"
Params = Mapping[str, str]


class Unreachable(Exception):
    """A source that gave no answer we can use; WHY is one of the sentences above, DETAIL belongs to it."""

    def __init__(self, url: str, why: str, detail: str = "") -> None:
        self.url, self.why, self.detail = url, why, detail
        super().__init__(" ".join(filter(None, (url, why, detail))))


class Kept(BaseModel):
    """What is known of an answer that lies in the folder."""

    url: str
    at: float  # seconds since 1970
    etag: str = ""
    modified: str = ""


class Pace:
    """At most CALLS in any SECONDS."""

    def __init__(self, calls: int, seconds: float, clock: Callable[[], float] = time.monotonic,
                 sleep: Callable[[float], None] = time.sleep) -> None:
        self._seconds, self._clock, self._sleep = seconds, clock, sleep
        self._made: deque[float] = deque(maxlen=calls)

    def wait(self) -> None:
        """Until one call more is allowed."""
        if len(self._made) == self._made.maxlen:
            self._sleep(max(0.0, self._made[0] + self._seconds - self._clock()))
        self._made.append(self._clock())


class Fetcher:
    """One source, through one connection. Each answer is kept in FOLDER, and asked for again only if it changed."""

    def __init__(self, folder: Path, pace: Pace, retry_after: float = 2.0) -> None:
        """RETRY_AFTER seconds, then twice as many each time, unless the source says how long."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self.pace = folder, pace
        retry = Retry(total=4, backoff_factor=retry_after, status_forcelist=BUSY, raise_on_status=False,
                      allowed_methods=None)  # what we post is a question too
        self._session = requests.Session()
        self._session.headers["User-Agent"] = AGENT
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))

    def json(self, url: str, params: Params | None = None, body: Any = None) -> Any:
        """What URL answers, as JSON; with BODY it is posted. Raises Unreachable."""
        path = self.file(url, params, body)
        try:
            return json.loads(path.read_bytes())
        except ValueError:
            start = path.read_bytes()[:500].lstrip(b"\xef\xbb\xbf \r\n\t")
            path.unlink()
            raise Unreachable(url, A_PAGE if start.startswith(b"<") else NO_JSON) from None

    def file(self, url: str, params: Params | None = None, body: Any = None) -> Path:
        """Where the answer of URL lies. Raises Unreachable; what was kept before then stays."""
        asked = requests.Request("GET", url, params=params).prepare().url or url
        name = hashlib.sha256(f"{asked} {json.dumps(body)}".encode()).hexdigest()[:32]
        path, about = self._folder / name, self._folder / f"{name}.json"
        kept = Kept.model_validate_json(about.read_bytes()) if about.exists() and path.exists() else None
        if kept and time.time() - kept.at < NEW_ENOUGH:
            return path
        for attempt in range(1, ATTEMPTS + 1):
            try:
                newer = self._asked(asked, body, path, kept)
                break
            except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
                if attempt == ATTEMPTS:
                    raise Unreachable(asked, CUT) from None
            except requests.RequestException:
                raise Unreachable(asked, NO_ANSWER) from None
        about.write_text(newer.model_dump_json(), encoding="utf-8")
        return path

    def close(self) -> None:
        """Leave the source."""
        self._session.close()

    def forget(self) -> None:
        """Nothing that was kept is new enough any more: ask whether it has changed."""
        for about in self._folder.glob("*.json"):
            kept = Kept.model_validate_json(about.read_bytes())
            about.write_text(kept.model_copy(update={"at": 0.0}).model_dump_json(), encoding="utf-8")

    def _asked(self, url: str, body: Any, path: Path, kept: Kept | None) -> Kept:
        self.pace.wait()
        known = {"If-None-Match": kept.etag, "If-Modified-Since": kept.modified} if kept else {}
        with self._session.request(
                "GET" if body is None else "POST", url, json=body, timeout=PATIENCE, stream=True,
                headers={name: value for name, value in known.items() if value}) as answer:
            if kept and answer.status_code == 304:
                return kept.model_copy(update={"at": time.time()})
            if answer.status_code != 200:
                raise Unreachable(url, REFUSED, str(answer.status_code))
            _save(answer, url, path)
            return Kept(url=url, at=time.time(), etag=answer.headers.get("ETag", ""),
                        modified=answer.headers.get("Last-Modified", ""))


def _save(answer: requests.Response, url: str, path: Path) -> None:
    """Whole or not at all, and no more than LARGEST."""
    arriving, size = path.with_suffix(".part"), 0
    with arriving.open("wb") as file:
        for piece in answer.iter_content(1 << 16):
            size += len(piece)
            if size > LARGEST:
                raise Unreachable(url, TOO_LARGE)
            file.write(piece)
    arriving.replace(path)

"""How tests talk in rooms: the same verb through every door, with the same answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient

from app.accounts.session import actor_of
from app.rooms import service
from app.rooms.models import Message, Thread
from tests import cast
from tests.pages import send

Browser = Callable[[str | None], FlaskClient]
Line = Callable[[str | None], SocketIOTestClient]


@dataclass(frozen=True)
class Answer:
    """What a door said: an HTTP status, and the message as JSON if there is one."""

    status: int
    message: dict[str, Any] | None = None
    errors: tuple[str, ...] = ()


class Door:
    """One way in."""

    def __init__(self, browser_of: Browser, socket_of: Line) -> None:
        self.browser_of, self.socket_of = browser_of, socket_of

    def post(self, email: str, thread: int, body: str, **more: Any) -> Answer:
        """Answer in a thread."""
        raise NotImplementedError

    def start(self, email: str, room: int, body: str, **more: Any) -> Answer:
        """Start a thread."""
        raise NotImplementedError


class ByApi(Door):
    """JSON over HTTP."""

    def post(self, email: str, thread: int, body: str, **more: Any) -> Answer:
        return self._sent(email, f"/api/v1/threads/{thread}/messages", body, more)

    def start(self, email: str, room: int, body: str, **more: Any) -> Answer:
        answer = self._sent(email, f"/api/v1/rooms/{room}/threads", body, more)
        return Answer(answer.status, answer.message and answer.message["message"], answer.errors)

    def _sent(self, email: str, path: str, body: str, more: dict[str, Any]) -> Answer:
        answer = self.browser_of(email).post(path, json={"body": body, **more})
        if answer.status_code in (200, 201):
            return Answer(answer.status_code, answer.json)
        assert answer.mimetype == "application/problem+json"
        return Answer(answer.status_code, None, tuple(e["field"] for e in answer.json.get("errors", [])))


class BySocket(Door):
    """Socket.IO."""

    def post(self, email: str, thread: int, body: str, **more: Any) -> Answer:
        return self._sent(email, {"thread": thread, "body": body, **more})

    def start(self, email: str, room: int, body: str, **more: Any) -> Answer:
        return self._sent(email, {"room": room, "body": body, **more})

    def _sent(self, email: str, what: dict[str, Any]) -> Answer:
        ack = self.socket_of(email).emit("message:post", what, callback=True)
        if ack["ok"]:
            return Answer(200 if ack["duplicate"] else 201, ack["message"])
        return Answer(ack["status"], None, tuple(e["field"] for e in ack.get("errors", [])))


class ByPage(Door):
    """A plain form, as a browser without scripts sends it."""

    def post(self, email: str, thread: int, body: str, **more: Any) -> Answer:
        return self._sent(email, f"/threads/{thread}/messages", body, more)

    def start(self, email: str, room: int, body: str, **more: Any) -> Answer:
        return self._sent(email, f"/rooms/{room}/threads", body, {"kind": "question", **more})

    def _sent(self, email: str, path: str, body: str, more: dict[str, Any]) -> Answer:
        browser = self.browser_of(email)
        answer = send(browser, path, page="/settings", body=body, **more)
        if answer.status_code != 303:
            return Answer(answer.status_code, None, ("body",) if answer.status_code == 422 else ())
        place = answer.headers["Location"]
        shown = browser.get(f"/api/v1{place.partition('?')[0]}/messages", query_string={"limit": 200}).json["items"]
        wanted = [one for one in shown if place.endswith(f"#m-{one['id']}")] or shown[:1]
        return Answer(201, wanted[0])


DOORS = [ByApi, BySocket, ByPage]
all_doors = pytest.mark.parametrize("kind", DOORS, ids=["by_api", "by_socket", "by_page"])


def asked(email: str = cast.ANNE, room: str = cast.CLIMATE, body: str = "Who has solar cells on a school?",
          **more: Any) -> Thread:
    """A thread that somebody has started."""
    return service.start_thread(actor_of(cast.person(email)), cast.room(room).id, body, **more).thread


def said(thread: Thread, body: str = "We have.", email: str = cast.BJORN, **more: Any) -> Message:
    """A message that somebody has posted in THREAD."""
    return service.post_message(actor_of(cast.person(email)), thread.id, body, **more).message


def new_id() -> str:
    """What a client calls a message that it sends."""
    return str(uuid4())


def heard(line: SocketIOTestClient, event: str = "change") -> list[dict[str, Any]]:
    """What an open page has heard of EVENT since it was asked last."""
    return [one["args"][0] for one in line.get_received() if one["name"] == event]


def listening(socket_of: Line, email: str, room: int) -> SocketIOTestClient:
    """An open page of somebody, in a room."""
    line = socket_of(email)
    assert line.emit("room:join", {"room": room}, callback=True)["ok"]
    line.get_received()
    return line

"""What open pages hear: HTML that the server rendered once, sent to those who may see it."""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from engineio.async_drivers import gevent as driver
from flask import Flask, current_app
from flask_socketio import SocketIO
from gevent.monkey import is_module_patched
from socketio.redis_manager import RedisManager  # type: ignore[import-untyped]  # it comes without types

from app.database import db
from config import Config

socketio = SocketIO()
LARGEST = 64 * 1024  # bytes that a page may send at once
QUEUE = {"retry": None, "socket_connect_timeout": 2}  # it fails soon and aloud: see Processes
LISTEN_AGAIN = 1  # seconds until Redis is asked again, after it was lost
PROCESS = secrets.token_hex(8)  # which of several this one is
BETWEEN = re.compile(r">\s*\n\s*<")  # how templates are broken into lines; every page of a room gets it
# Many will read a broadcast: a partial may not ask who is looking, nor in which language.
HIDDEN = ("session", "request", "g", "actor", "me")


def show(channel: str, facts: dict[str, Any], template: str | None = None, **context: Any) -> None:
    """Once the transaction is in, render TEMPLATE and send it to CHANNEL with FACTS as one `change`.

    Delivery is best effort: a page that misses one sees a hole in `seq` and fetches the rest.
    """
    def send() -> None:
        socketio.emit("change", {**facts, "html": rendered(template, context)}, to=channel)
    db.after_commit(send)


def rendered(template: str | None, context: dict[str, Any]) -> str | None:
    """TEMPLATE as everybody in a room sees it."""
    if template is None:
        return None
    jinja = current_app.jinja_env
    hidden = {name: jinja.undefined(name=name) for name in HIDDEN}
    return BETWEEN.sub(">\n<", jinja.get_template(template).render({**context, **hidden}))


def notice(person_id: int, facts: dict[str, Any]) -> None:
    """Once the transaction is in, tell the open pages of one person something small. It may be lost."""
    db.after_commit(lambda: socketio.emit("notice", facts, to=person_channel(person_id)))


def person_channel(person_id: int) -> str:
    """Where all open pages of one person listen."""
    return f"person:{person_id}"


def dismiss(person_id: int, channel: str) -> None:
    """When a right ends: every page of that person stops hearing CHANNEL, as soon as it is committed."""
    db.after_commit(lambda: _order("dismiss", person_id, channel))


def hang_up(person_id: int) -> None:
    """When a sign-in ends: every page of that person is disconnected."""
    db.after_commit(lambda: _order("hang_up", person_id))


def _dismiss(person_id: int, channel: str) -> None:
    for sid in _pages(person_channel(person_id)):
        _server().leave_room(sid, channel)


def _hang_up(person_id: int) -> None:
    for sid in _pages(person_channel(person_id)):
        _cut(sid)


ORDERS: dict[str, Callable[..., None]] = {"dismiss": _dismiss, "hang_up": _hang_up}


def _order(name: str, *facts: Any) -> None:
    """Obey here, and let every other process obey."""
    ORDERS[name](*facts)
    pass_on(name, *facts)


def pass_on(name: str, *facts: Any) -> None:
    """Let every other process obey the order NAME, one of ORDERS."""
    if isinstance(_server().manager, Processes):
        _server().manager.pass_on(name, facts)


def channels() -> dict[str, set[str]]:
    """Every channel and the pages of this process that hear it."""
    rooms = dict(_server().manager.rooms.get("/", {}))
    return {name: set(pages) for name, pages in rooms.items() if name}


def _pages(channel: str | None) -> list[str]:
    """The pages of this process that hear CHANNEL; None: all of them."""
    return [sid for sid, _ in list(_server().manager.get_participants("/", channel))]


def _cut(sid: str) -> None:
    """End the line below Socket.IO, which would tell the page to stay away. It comes back in a moment,
    is asked anew who it is, and let in if it still may."""
    eio = _server().eio.sockets.get(_server().manager.eio_sid_from_sid(sid, "/"))
    if eio:
        eio.close(wait=False)
    else:
        _server().disconnect(sid)


class Processes(RedisManager):  # type: ignore[misc]  # likewise
    """Redis between several processes. Broadcasts go over it, and the orders above.

    An order that gets lost would leave a page hearing what it may not: who could not listen for a while
    lets all its pages connect anew, and with that ask for their rights anew.
    """

    def pass_on(self, name: str, facts: tuple[Any, ...]) -> None:
        """Send an order to the other processes."""
        self._publish({"method": name, "facts": facts, "host_id": self.host_id})

    def _listen(self) -> Iterator[dict[str, Any]]:
        for sent in super()._listen():
            message = self.json.loads(sent)
            if message["method"] not in ORDERS:
                yield message
            elif message["host_id"] != self.host_id:
                ORDERS[message["method"]](*message["facts"])

    def _redis_listen_with_retries(self) -> Iterator[dict[str, Any]]:
        for attempt in count():
            try:
                self._redis_connect()
                line = self.pubsub
                line.subscribe(self.channel)
                for sid in _pages(None) if attempt else []:
                    _cut(sid)
                yield from line.listen()
            except Exception as error:  # of whichever package speaks with Redis
                self._get_logger().error("Redis is lost; other processes are not heard: %s", error)
                self.server.sleep(LISTEN_AGAIN)


def init_app(app: Flask, config: Config) -> None:
    """Open the live connections of APP; with Redis, together with the other processes."""
    green = is_module_patched("socket")
    if green and driver.SimpleWebSocketWSGI is not None:
        raise SystemExit("gevent-websocket is missing: without it slow pages get a corrupted stream.")
    # The mode is said aloud: what Flask-SocketIO would guess from the environment may be that very pairing.
    socketio.init_app(app, async_mode="gevent" if green else "threading", client_manager=others(config),
                      max_http_buffer_size=LARGEST)


def others(config: Config) -> Processes | None:
    """The line to the other processes of this Livskraft, if there is Redis. They share its secret key;
    another Livskraft on the same Redis does not, and hears nothing of ours."""
    if config.redis_url is None:
        return None
    own = hashlib.sha256(config.secret_key.encode()).hexdigest()[:16]
    return Processes(config.redis_url, channel=f"livskraft:{own}", redis_options=QUEUE)


def _server() -> Any:
    return socketio.server  # type: ignore[attr-defined]  # the stubs leave it out

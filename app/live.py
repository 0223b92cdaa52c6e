"""What open pages hear: HTML that the server rendered once, sent to those who may see it."""

from typing import Any

from flask import current_app
from flask_socketio import SocketIO

from app.database import db

socketio = SocketIO()
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
    return jinja.get_template(template).render({**context, **hidden})


def person_channel(person_id: int) -> str:
    """Where all open pages of one person listen."""
    return f"person:{person_id}"


def dismiss(person_id: int, channel: str) -> None:
    """When a right ends: every page of that person stops hearing CHANNEL, as soon as it is committed."""
    def leave() -> None:
        for sid in _pages_of(person_id):
            _server().leave_room(sid, channel)
    db.after_commit(leave)


def hang_up(person_id: int) -> None:
    """When a sign-in ends: every page of that person is disconnected."""
    def disconnect() -> None:
        for sid in _pages_of(person_id):
            _server().disconnect(sid)
    db.after_commit(disconnect)


def _pages_of(person_id: int) -> list[str]:
    participants = _server().manager.get_participants("/", person_channel(person_id))
    return [sid for sid, _ in list(participants)]


def _server() -> Any:
    return socketio.server  # type: ignore[attr-defined]  # the stubs leave it out

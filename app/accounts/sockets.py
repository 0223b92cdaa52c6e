"""Whose a live connection is: settled when it opens, and asked again at each event."""

from typing import Any

from flask import request
from flask_socketio import (  # type: ignore[attr-defined]  # the stubs leave the first out
    ConnectionRefusedError,
    join_room,
)

from app import refusals
from app.accounts.session import current_actor, forget
from app.live import person_channel, socketio
from app.permissions import require_site
from app.security import refuse_foreign_origin


@socketio.on("connect")
def connect(auth: Any = None) -> None:
    """Let in who is signed in: by the cookie, or by `auth: {token}`. Nobody else."""
    try:
        person_id = _identified(auth)
    except Exception as error:  # whatever it is: what is not refused by this very exception is let in
        answer = refusals.ack(error)
        raise ConnectionRefusedError(answer["title"], answer) from error
    join_room(person_channel(person_id))


def _identified(auth: Any) -> int:
    """The id of the person. Raise Unknown or Denied."""
    token = auth.get("token") if isinstance(auth, dict) else None
    if token:
        request.environ["HTTP_AUTHORIZATION"] = f"Bearer {token}"  # the events to come look here too
        forget()
    else:
        refuse_foreign_origin()
    actor = current_actor()
    require_site(actor)
    return actor.id or 0

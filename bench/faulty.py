"""The web server with a fault: it dies when a message with FATAL in it is kept and nobody has been told of it yet.

Run as `python -m gevent.monkey --module bench.faulty`.
"""

import os
import signal
from typing import Any

from app import web
from app.live import socketio

FATAL = "fatal-7c1e"


def main() -> None:
    """Serve, until somebody posts that word."""
    tell = socketio.emit

    def die_or_tell(event: str, *facts: Any, **more: Any) -> None:
        if event == "change" and FATAL in str(facts):
            os.kill(os.getpid(), signal.SIGKILL)
        tell(event, *facts, **more)
    socketio.emit = die_or_tell  # type: ignore[method-assign]  # that is the fault
    web.main()


if __name__ == "__main__":
    main()

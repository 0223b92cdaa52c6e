"""The web server of one process: gevent, with the WebSocket driver that Flask-SocketIO pairs with it.

Run as `python -m gevent.monkey --module app.web`, so that the standard library is patched before
anything else is imported. `flask web` does that.
"""

import signal
import socket
from typing import Any

from engineio.async_drivers.gevent import WebSocketWSGI
from flask import Flask
from gevent import signal_handler
from gevent.pywsgi import WSGIServer
from geventwebsocket.handler import (
    WebSocketHandler,  # without it engineio falls back to a pairing that corrupts
)

from app.factory import create_app
from app.live import socketio
from app.rooms.sockets import start_beacon
from config import Config

BACKLOG = 1024
STOP_SECONDS = 5


def listen(host: str, port: int) -> socket.socket:
    """A socket that sends small frames at once: without NODELAY an acknowledgement waits 40 ms."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setblocking(False)
    return listener


def refuse_wrong_pairing() -> None:
    """Stop the start unless gevent's own WebSocket driver is used: another corrupts a slow reader's stream."""
    if _eio().async_mode != "gevent" or _eio()._async["websocket"] is not WebSocketWSGI:
        raise SystemExit("Start the web server with `flask web`: it needs gevent with gevent-websocket.")


def _eio() -> Any:
    return socketio.server.eio  # type: ignore[attr-defined]  # the stubs leave it out


def main() -> None:
    """Serve until told to stop, then let requests in hand finish."""
    config = Config.from_env()
    app: Flask = create_app(config)
    refuse_wrong_pairing()
    start_beacon(app)
    server = WSGIServer(listen(config.host, config.port), app, handler_class=WebSocketHandler, log=None,
                        error_log=app.logger)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal_handler(number, server.stop, STOP_SECONDS)
    app.logger.info("Livskraft listens on %s", config.base_url)
    server.serve_forever(stop_timeout=STOP_SECONDS)


if __name__ == "__main__":
    main()

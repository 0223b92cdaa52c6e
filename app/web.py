"""The web server of one process: gevent, with one of the two ways to connect pages that `wires` knows.

Run as `python -m gevent.monkey --module app.web`, so that the standard library is patched before
anything else is imported. `flask web` does that.
"""

import signal
import socket
from types import ModuleType
from typing import Any

import engineio.socket
from flask import Flask
from gevent import signal_handler
from gevent.pywsgi import WSGIServer

from app.factory import create_app
from app.live import socketio
from app.rooms.sockets import start_beacon
from app.wires import lean, stock
from config import Config

ARRIVING = 1024  # connections that may wait to be taken
STOP_SECONDS = 5


def listen(host: str, port: int) -> socket.socket:
    """A socket that sends small frames at once: without NODELAY an acknowledgement waits 40 ms."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=ARRIVING)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setblocking(False)
    return listener


def stop(server: WSGIServer) -> None:
    """Take in nobody, let pages go and look for another process, let requests in hand finish."""
    server.close()
    for page in list(_eio().sockets.values()):
        page.close(wait=False)
    server.stop(STOP_SECONDS)


def _eio() -> Any:
    return socketio.server.eio  # type: ignore[attr-defined]  # the stubs leave it out


def wires(config: Config) -> ModuleType:
    """How pages are connected. Engineio has no setting for it: its Socket is exchanged."""
    chosen = lean if config.live == "lean" and lean.fits() else stock
    engineio.socket.Socket = chosen.Page
    return chosen


def main() -> None:
    """Serve until told to stop."""
    config = Config.from_env()
    chosen = wires(config)
    app: Flask = create_app(config)
    if _eio().async_mode != "gevent":
        raise SystemExit("Start the web server with `flask web`: gevent has to come first.")
    start_beacon(app)
    server = WSGIServer(listen(config.host, config.port), app, handler_class=chosen.Wire,
                        log=None, error_log=app.logger)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal_handler(number, stop, server)
    app.logger.info("Livskraft listens on %s, live: %s", config.base_url, chosen.__name__.rpartition(".")[2])
    server.serve_forever(stop_timeout=STOP_SECONDS)


if __name__ == "__main__":
    main()

"""Every way in, on one page: pages, the API, live events, and events that features listen for."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from app import api, live, refusals
from app.accounts.session import current_actor, current_person
from app.live import socketio
from app.permissions import allows
from config import Config

FEATURES = ["accounts", "networks", "memberships", "files", "rooms", "gatherings", "examples", "directory",
            "indicators", "search", "home", "public", "admin", "health"]
LISTENING = ["jobs", "sockets", "links"]


def open_all(app: Flask, config: Config) -> None:
    """Register all of it."""
    for feature in filter(lambda name: find_spec(f"app.{name}"), FEATURES):
        for door in ("routes", "api"):
            if find_spec(f"app.{feature}.{door}"):
                app.register_blueprint(import_module(f"app.{feature}.{door}").bp)
        for part in LISTENING:
            if find_spec(f"app.{feature}.{part}"):
                import_module(f"app.{feature}.{part}")
    api.init_app(app)
    refusals.init_app(app)
    app.context_processor(lambda: {"actor": current_actor(), "me": current_person(), "demo": config.demo})
    app.jinja_env.globals["may"] = allows
    socketio.on_error_default(refusals.ack)  # type: ignore[arg-type]  # it gets an Exception, never less
    live.init_app(app, config)

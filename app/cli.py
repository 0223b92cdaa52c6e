"""The flask commands of the public surface; each feature adds its own."""

from flask import Flask

from app import serving


def init_app(app: Flask) -> None:
    """Register them."""
    serving.init_app(app)

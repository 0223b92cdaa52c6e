"""The search engine that the application runs with."""

from flask import current_app

from search_index import Index


def index() -> Index:
    """The index of this application."""
    found: Index = current_app.extensions["index"]
    return found

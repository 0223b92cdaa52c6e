"""The search engine that the application runs with."""

from flask import current_app
from sqlalchemy import make_url

from config import Config
from search_index import Engine, Index


def engine_of(config: Config) -> Engine:
    """The engine that CONFIG asks for; it opens nothing yet."""
    if config.search == "postgres":
        from search_index.postgres import PostgresIndex  # psycopg is there only where it is asked for
        url = make_url(config.database_url).set(drivername="postgresql")
        return PostgresIndex(url.render_as_string(hide_password=False))
    return Index(config.data_dir / "index", scorer=config.search_scorer)


def index() -> Engine:
    """The index of this application."""
    found: Engine = current_app.extensions["index"]
    return found

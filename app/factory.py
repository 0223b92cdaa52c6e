"""Livskraft, put together. Read this file first: it names every part, in order."""

from flask import Flask
from flask_compress import Compress
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app import assets, cli, doors, i18n, observe, security
from app.database import db, render_item
from app.models import Base
from app.search.engine import engine_of
from app.upgrading import Migrations
from config import ROOT, Config

alembic = Migrations(metadatas=Base.metadata)


def create_app(config: Config) -> Flask:
    """The application with CONFIG. Nothing global is read but what CONFIG says."""
    app = Flask("app", static_folder="static", template_folder="templates")
    app.secret_key, app.testing = config.secret_key, config.testing
    app.jinja_options = {"undefined": StrictUndefined}
    app.config.update(
        LIVSKRAFT=config,
        SQLALCHEMY_ENGINES={"default": config.database_url},
        ALEMBIC={"script_location": str(ROOT / "migrations"),
                 "version_locations": [str(ROOT / "migrations" / "versions")]},
        ALEMBIC_CONTEXT={"render_as_batch": True, "compare_type": True, "render_item": render_item})
    config.data_dir.mkdir(parents=True, exist_ok=True)
    observe.init_app(app, config)
    db.init_app(app)
    alembic.init_app(app)
    i18n.init_app(app)
    security.init_app(app, config)
    assets.init_app(app)
    Compress(app)
    app.extensions["index"] = engine_of(config)
    doors.open_all(app, config)
    if config.proxies:  # believed only where we were told that one of ours stands there
        app.wsgi_app = ProxyFix(app.wsgi_app, *[config.proxies] * 3)  # type: ignore[method-assign]  # as Flask says
    cli.init_app(app)
    return app

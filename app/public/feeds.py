"""What machines read of the public pages: a feed of the examples, a map of the site, and what robots may look at."""

import json
from typing import Any

from flask import Blueprint, current_app, render_template, request
from markupsafe import Markup
from werkzeug import Response

from app.curated.queries import collections
from app.database import now
from app.examples.models import Example
from app.permissions import NOBODY
from app.public import queries

bp = Blueprint("public_feeds", __name__, template_folder="templates")
CLOSED = ("/api/", "/examples/", "/files/", "/rooms/", "/search", "/settings", "/sign-in", "/threads/")
# In a script of the page: nothing in the data may end it, or be taken for markup.
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@bp.get("/public/examples.atom")
def feed() -> Response:
    """The newest examples, of one theme with `?theme=`."""
    theme = request.args.get("theme", "")
    found = queries.latest(NOBODY, theme)
    updated = max((one.updated_at for one in found), default=now())
    return _xml("public/examples.atom.xml", "application/atom+xml", examples=found, updated=updated,
                theme=theme if found else "")


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """Every public page, with the day on which it changed."""
    return _xml("public/sitemap.xml", "application/xml", examples=queries.addresses(NOBODY),
                collections=collections(NOBODY))


@bp.get("/robots.txt")
def robots() -> Response:
    """The public pages are for everybody; the rest would only lead robots to the sign-in."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "Allow: /public",
             f"Sitemap: {base()}/sitemap.xml"]
    return _kept(Response("\n".join(lines) + "\n", mimetype="text/plain"))


def linked_data(example: Example, themes: list[str]) -> Markup:
    """EXAMPLE as schema.org has it, in JSON that may stand in a page."""
    found: dict[str, Any] = {
        "@context": "https://schema.org", "@type": "Article", "headline": example.title,
        "description": example.summary, "inLanguage": example.language, "url": f"{base()}/public{example.path}",
        "dateModified": example.updated_at.isoformat(), "keywords": [*themes, *example.keywords],
        "author": [{"@type": "GovernmentOrganization", "name": place.name} for place in example.municipalities],
        "publisher": {"@type": "Organization", "name": "Livskraft"}, "isAccessibleForFree": True}
    if example.published_at:
        found["datePublished"] = example.published_at.isoformat()
    text = json.dumps(found, ensure_ascii=False)
    return Markup(text.translate({ord(sign): safe for sign, safe in UNSAFE.items()}))


def base() -> str:
    """Where we are reached."""
    found: str = current_app.config["LIVSKRAFT"].base_url
    return found


def _xml(template: str, media_type: str, **context: Any) -> Response:
    return _kept(Response(render_template(template, base=base(), **context), mimetype=media_type))


def _kept(answer: Response) -> Response:
    """The same for everybody: caches may keep it for a while."""
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.add_etag()
    return answer.make_conditional(request)

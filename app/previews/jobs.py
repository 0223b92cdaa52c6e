"""What follows a message that leads somewhere: the worker looks there, and shows beneath it what it found."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

from flask import current_app

from app import outbox
from app.database import db, now
from app.errors import AppError
from app.outbox import Facts, on
from app.permissions import SYSTEM
from app.previews import queries, service
from app.previews.fetch import fetch
from app.previews.page import Found
from app.rooms.models import Message
from config import Config

LINK = re.compile(r'<a href="(https?://[^"]+)"')
MOST = 2  # previews of a message
AT_ONCE = 4  # pages that are fetched at the same time
OLD = timedelta(days=1)  # what was said longer ago was brought in from elsewhere: nobody waits for it


def addresses(message: Message) -> list[str]:
    """Where MESSAGE leads, outside of Livskraft: the first few, each once."""
    config: Config = current_app.config["LIVSKRAFT"]
    found = dict.fromkeys(unescape(one).partition("#")[0] for one in LINK.findall(message.html))
    return [one for one in found if urlsplit(one).netloc != urlsplit(config.base_url).netloc][:MOST]


@on("message_linked")
def want(facts: list[Facts]) -> None:
    """Find out which pages are missing beneath messages, and which are there for no reason any more."""
    config: Config = current_app.config["LIVSKRAFT"]
    for fact in facts:
        message = db.session.get(Message, fact["message_id"])
        if message is None or message.removed or not config.previews or now() - message.created_at > OLD:
            continue
        wanted, known = addresses(message), queries.uses(SYSTEM, message)
        for use in known:
            if use.preview.url not in wanted:
                with suppress(AppError):  # its author has left: then it stays as it is
                    service.drop(SYSTEM, message.id, use.preview_id)
        missing = [url for url in wanted if url not in {use.preview.url for use in known}]
        with db.transaction():
            for url in missing:
                outbox.tell("page_wanted", message_id=message.id, url=url)


@on("page_wanted", apart=True)
def show(facts: list[Facts], fetch: Callable[[str], Found | None] = fetch) -> None:
    """Fetch the pages that were not fetched lately, and show them."""
    urls = dict.fromkeys(fact["url"] for fact in facts)
    known = {url: queries.of_url(SYSTEM, url) for url in urls}
    stale = [url for url, preview in known.items() if preview is None or not preview.is_fresh]
    db.session.commit()  # let go of the database before the slow part
    with ThreadPoolExecutor(AT_ONCE) as outside:
        for url, found in zip(stale, outside.map(fetch, stale), strict=True):
            service.keep(SYSTEM, url, found)
    for fact in facts:
        preview, message = queries.of_url(SYSTEM, fact["url"]), db.session.get(Message, fact["message_id"])
        if preview and preview.title and message and fact["url"] in addresses(message):
            with suppress(AppError):
                service.put_beneath(SYSTEM, message.id, preview.id)

"""What rooms do when a gathering gets material, and what they forget in time."""

import re
from uuid import NAMESPACE_URL, uuid5

from flask import current_app
from flask_babel import force_locale, gettext

from app.accounts.models import Person
from app.accounts.session import actor_of
from app.database import db
from app.errors import AppError
from app.outbox import Facts, on
from app.permissions import SYSTEM
from app.rooms import queries, service
from app.rooms.models import ThreadKind
from app.rooms.words import MAX_TITLE
from app.schedule import every

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


@on("material_added")
def tell_room(facts: list[Facts]) -> None:
    """Say it in the thread of the gathering, which starts with its first material."""
    for fact in facts:
        author = db.session.get(Person, fact["author_id"])
        if author is None or not author.active:
            continue
        try:
            _tell(fact, author)
        except AppError as refusal:  # they have left, or the network is closed: then there is nobody to tell
            current_app.logger.info("Material of gathering %s was not told: %s", fact["gathering_id"], refusal)


def _tell(fact: Facts, author: Person) -> None:
    actor, key = actor_of(author), f"gathering:{fact['gathering_id']}"
    room = queries.main_room(actor, fact["network_id"])
    if room is None or room.network is None:
        return
    files = tuple(sorted(fact["file_ids"]))
    client_id = str(uuid5(NAMESPACE_URL, f"{key} {files} {fact['item_titles']}"))  # told twice, said once
    with force_locale(room.network.language):
        body = words(fact["title"], fact["item_titles"])
    if thread := queries.thread_about(actor, room.id, key):
        service.post_message(actor, thread.id, body, client_id, files=files)
    else:
        service.start_thread(actor, room.id, body, fact["title"][:MAX_TITLE], ThreadKind.GATHERING, client_id,
                             links=(key,), files=files, about=key)


def words(gathering: str, titles: list[str]) -> str:
    """What the room is told: the gathering, and the points of its agenda that have new material."""
    said = gettext("There is new material from %(gathering)s.", gathering=plain(gathering))
    return "\n".join([said, *(f"- {plain(title)}" for title in titles)])


def plain(text: str) -> str:
    """TEXT so that Markdown leaves it alone."""
    return SPECIAL.sub(r"\\\1", text)


@every(minutes=5)
def forget_removed() -> None:
    """What can be put back no more is kept no longer."""
    while service.purge_removed(SYSTEM):
        pass

"""How a message shows a page that it leads to: `preview:5` becomes its title and what it says of itself."""

from urllib.parse import urlsplit

from sqlalchemy import func, select

from app.database import db
from app.errors import Missing
from app.links import Embed, Kind, Place, register
from app.permissions import SYSTEM, Actor
from app.previews import queries
from app.previews.models import PreviewUse


def share(actor: Actor, ids: set[int], place: Place) -> None:
    """Raise Missing unless the message of PLACE was found to lead to all of them: a URL may be a secret."""
    kind, _, number = place.where.partition(":")
    known = select(func.count()).select_from(PreviewUse).where(
        PreviewUse.message_id == int(number), PreviewUse.preview_id.in_(ids))
    if kind != "message" or db.session.scalar(known) != len(ids):
        raise Missing


def embeds(ids: set[int], place: Place) -> dict[int, Embed]:
    """Those that have something to show. That the message leads there was settled when they were put beneath it."""
    return {one.id: Embed("previews/_card.html", {"preview": one, "host": urlsplit(one.url).hostname or ""})
            for one in queries.by_id(SYSTEM, ids)}


register(Kind("preview", share, embeds))

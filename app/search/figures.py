"""Indicators and indicator cards as documents."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.indicators.models import Indicator, SnapshotCard
from app.networks.models import place_key
from app.permissions import Visibility
from app.search import keys
from app.search.common import Ids, known_language, listed, themes_of, year_of
from search_index import Document


def indicators(ids: Ids) -> Iterator[Document]:
    """Each indicator, in all its languages: the catalogue's for all who are signed in, a network's own for it."""
    for one in db.session.scalars(select(Indicator).where(Indicator.id.in_(ids)).options(
            joinedload(Indicator.theme))):
        names = list(dict.fromkeys(one.names.values()))
        audience = keys.MEMBERS if one.visibility == Visibility.PUBLIC else keys.of(one.visibility, one.network_id)
        yield Document(
            id=f"indicator:{one.id}", type="indicator", title=names[0] if names else one.code,
            text=listed(*names[1:], *dict.fromkeys(one.definitions.values()), one.source),
            url=f"/indicators/{one.code}", audience=audience or "", themes=(one.theme.key,) if one.theme else ())


def cards(ids: Ids) -> Iterator[Document]:
    """Each indicator card, once for every key that opens a place where it is shown."""
    found = db.session.scalars(select(SnapshotCard).where(SnapshotCard.id.in_(ids)).options(
        joinedload(SnapshotCard.indicator), selectinload(SnapshotCard.shares))).all()
    themes = themes_of(share.network_id for card in found for share in card.shares)
    for one in found:
        places = one.frozen.get("municipalities", [])
        shown = {key: share for share in one.shares
                 if (key := keys.of(Visibility.NETWORK, share.network_id, share.room_id))}
        for key, share in shown.items():
            yield Document(
                id=f"card:{one.id}@{key}", type="card", group=f"card:{one.id}", title=one.title,
                text=listed(one.note, ", ".join(place["name"] for place in places)), url=f"/cards/{one.id}",
                audience=key, date=one.created_at, year=year_of(one.created_at),
                network=str(share.network_id or ""), room=str(share.room_id or ""), themes=themes[share.network_id],
                author=str(one.author_id), has=("card",), lang=known_language(one.title, one.note),
                municipalities=tuple(place_key(one.indicator.country, place["code"]) for place in places))

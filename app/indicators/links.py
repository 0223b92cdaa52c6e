"""How others show a card: `card:7` becomes the figure with its source."""

from sqlalchemy import select

from app.database import db
from app.indicators import queries, service
from app.indicators.models import CardShare, SnapshotCard
from app.indicators.shown import shown
from app.links import Embed, Kind, Place, Source, register
from app.permissions import SYSTEM, Actor


def share(actor: Actor, ids: set[int], place: Place) -> None:
    """Let whoever reads PLACE read the cards; only those that ACTOR may read."""
    service.share_cards(actor, ids, place)


def embeds(ids: set[int], place: Place) -> dict[int, Embed]:
    """Those that were put in the room or network of PLACE."""
    put = select(CardShare.card_id).where(
        CardShare.network_id == place.network_id, CardShare.room_id.is_not_distinct_from(place.room_id))
    possible = [number for number in ids if number <= queries.LARGEST_ID]
    cards = db.session.scalars(select(SnapshotCard).where(
        SnapshotCard.id.in_(possible), SnapshotCard.id.in_(put))).all()
    newer = queries.newer_figures(SYSTEM, cards)
    return {card.id: Embed("indicators/_card.html", {"card": shown(card, card.id in newer)}) for card in cards}


def source(actor: Actor, card_id: int) -> Source:
    """What it shows, in words."""
    card = queries.card(actor, card_id)
    view = shown(card)
    return Source(f"card:{card.id}", card.title, "\n\n".join(filter(None, [card.note, view.alt, view.source])))


register(Kind("card", share, embeds, source, service.move_cards))

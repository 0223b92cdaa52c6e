"""Gatherings as documents, and each point of their agendas. A hit is a gathering: its best place is shown."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.gatherings.models import AgendaItem, Gathering
from app.search import keys
from app.search.common import NOWHERE, Ids, listed, places_of, plain, themes_of, with_files, year_of
from search_index import Document


def gatherings(ids: Ids) -> Iterator[Document]:
    """Each gathering with all of its agenda, and each point of it."""
    found = db.session.scalars(select(Gathering).where(Gathering.id.in_(ids)).options(
        selectinload(Gathering.agenda), joinedload(Gathering.host), joinedload(Gathering.network))).all()
    places, themes = places_of(one.host_id for one in found), themes_of(one.network_id for one in found)
    carrying = with_files("agenda_item", {item.id for one in found for item in one.agenda})
    for one in found:
        host = places.get(one.host_id, NOWHERE)
        head = Document(
            id=f"gathering:{one.id}", type="gathering", group=f"gathering:{one.id}", title=one.title,
            text=listed(plain(one.about_html), *map(_words_of, one.agenda), one.place, host.name),
            url=f"/gatherings/{one.id}", audience=keys.of_network(one.network_id), date=one.starts_at,
            year=year_of(one.starts_at), network=str(one.network_id), themes=themes[one.network_id],
            author=str(one.created_by_id), lang=one.network.language, **host.facets)
        yield head
        for item in one.agenda:
            yield replace(head, id=f"{head.id}:{item.id}", title="", text=_words_of(item),
                          url=f"{head.url}#item-{item.id}", has=("file",) if item.id in carrying else ())


def _words_of(item: AgendaItem) -> str:
    return " – ".join(filter(None, (item.title, item.host)))

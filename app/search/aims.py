"""Goals of municipalities, with what is done for them, as documents."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.goals.models import Goal
from app.search import keys
from app.search.common import Ids, lines, places_of, year_of
from search_index import Document


def goals(ids: Ids) -> Iterator[Document]:
    """Each goal with its actions and what was found, for those that it is shared with."""
    found = db.session.scalars(select(Goal).where(Goal.id.in_(ids), Goal.removed_at.is_(None)).options(
        selectinload(Goal.actions), selectinload(Goal.monitorings), joinedload(Goal.indicator))).all()
    places = places_of(one.organisation_id for one in found)
    for one in found:
        if not (key := keys.of(one.visibility, one.network_id)):
            continue
        indicator, place = one.indicator, places[one.organisation_id]
        actions = (f"{each.title}. {each.about}" if each.about else each.title for each in one.actions)
        yield Document(
            id=f"goal:{one.id}", type="goal", title=one.title, url=one.path, audience=key, lang=one.language,
            text=lines(one.about, *actions, *(each.words for each in one.monitorings),
                       indicator.texts(one.language)["title"] if indicator else one.unit, place.name),
            date=one.updated_at, year=year_of(one.updated_at), network=str(one.network_id),
            author=str(one.created_by_id), themes=(indicator.theme_key,) if indicator and indicator.theme else (),
            **place.facets)

"""Collections as documents: their title and words, never what is in them, for each sees other examples there."""

from collections.abc import Iterator

from sqlalchemy import select

from app.curated.clauses import for_everybody
from app.curated.models import Collection
from app.database import db
from app.search import keys
from app.search.common import Ids, year_of
from search_index import Document


def collections(ids: Ids) -> Iterator[Document]:
    """Each collection that is not taken away; those with an example for everybody are everybody's to find."""
    for one, is_open in db.session.execute(select(Collection, for_everybody()).where(
            Collection.id.in_(ids), Collection.removed_at.is_(None))):
        yield Document(
            id=f"collection:{one.id}", type="collection", title=one.title, text=one.words, url=one.path,
            audience=keys.PUBLIC if is_open else keys.MEMBERS, lang=one.language, date=one.created_at,
            year=year_of(one.created_at))

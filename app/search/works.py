"""Examples and files as documents."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app import markup
from app.accounts.models import Person
from app.database import db
from app.examples.models import Example, ReviewState
from app.files.models import File, FilePage, FileUse
from app.search import keys
from app.search.common import Ids, known_language, lines, listed, places_of, plain, themes_of, with_files, year_of
from search_index import Document

LONG_TEXTS = ("challenge", "objectives", "solution", "participants", "political_decision", "funding",
              "resources_text", "results", "success_factors", "barriers", "transferability")


def examples(ids: Ids) -> Iterator[Document]:
    """Each published example, for those it is published to."""
    found = db.session.scalars(select(Example).where(
        Example.id.in_(ids), Example.review_state == ReviewState.PUBLISHED).options(
        selectinload(Example.themes), selectinload(Example.municipalities))).all()
    places = places_of(one.id for example in found for one in example.municipalities)
    carrying = with_files("example", ids)
    for one in found:
        owners = [places[place.id] for place in one.municipalities]
        key = keys.of(one.visibility, one.network_id)
        if key:
            yield Document(
                id=f"example:{one.id}", type="example", title=one.title, text=_words_of(one), lang=one.language,
                url=f"/examples/{one.id}-{one.slug}", audience=key, date=one.updated_at,
                year=int(one.start_date[:4]) if one.start_date else year_of(one.updated_at),
                themes=tuple(theme.key for theme in one.themes),
                network=str(one.network_id or ""), author=str(one.author_id),
                has=(("file",) if one.id in carrying else ()) + (("link",) if one.links else ()),
                municipalities=tuple(owner.municipality for owner in owners if owner.municipality),
                county=owners[0].county if owners else "")


def _words_of(example: Example) -> str:
    """All of its texts; of what is only listed, what they do not say: a list makes a poor answer to read."""
    text = lines(example.summary, *(plain(example.html_of.get(name, "")) or markup.plain(getattr(example, name))
                                    for name in LONG_TEXTS))
    rest = [*example.keywords, *(str(effect.get("measure", "")) for effect in example.effects),
            *(str(link.get("label", "")) for link in example.links), example.organisation,
            *(place.name for place in example.municipalities)]
    known = f"{example.title} {text}".lower()
    return listed(text, *(words for words in rest if words.lower() not in known))


def files(ids: Ids) -> Iterator[Document]:
    """Each page of each file, once for every key that opens a place where the file is shown.

    The same content sent in twice is one hit.
    """
    rows = db.session.execute(select(
        File.id, File.name, File.sha256, File.created_at, File.author_id, Person.organisation_id)
        .join(File.author).where(File.id.in_(ids), File.removed_at.is_(None))).all()
    shown = _shown_for([row[0] for row in rows])
    themes = themes_of(network for uses in shown.values() for network, _ in uses.values())
    places = places_of(row[-1] for row in rows)
    for number, name, content, at, author, place in rows:
        pages = _pages(number) if number in shown else []
        lang = known_language(name, *(text for _, text in pages))
        for page, text in pages:
            for key, (network, room) in shown[number].items():
                yield Document(
                    id=f"file:{number}:{page or 0}@{key}", type="file", group=f"file:{content}", title=name, text=text,
                    url=f"/files/{number}" + (f"#page-{page}" if page else ""), audience=key, page=page, date=at,
                    year=year_of(at), network=str(network or ""), room=str(room or ""), themes=themes[network],
                    author=str(author), has=("file",), lang=lang, **places[place].facets)


def _shown_for(ids: Ids) -> dict[int, dict[str, tuple[int | None, int | None]]]:
    """For each file the keys that open it, with the network and the room where it is shown."""
    found: dict[int, dict[str, tuple[int | None, int | None]]] = {}
    for use in db.session.scalars(select(FileUse).where(FileUse.file_id.in_(ids)).order_by(FileUse.id)):
        if key := keys.of(use.visibility, use.network_id, use.room_id):
            found.setdefault(use.file_id, {}).setdefault(key, (use.network_id, use.room_id))
    return found


def _pages(file_id: int) -> list[tuple[int | None, str]]:
    """The pages of a file with their text; one without number where nothing was read in it."""
    pages = select(FilePage.number, FilePage.text).where(FilePage.file_id == file_id).order_by(FilePage.number)
    return [*db.session.execute(pages)] or [(None, "")]

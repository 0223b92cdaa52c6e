"""What changes indicators: the catalogue, figures as releases, and cards."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from flask_babel import lazy_gettext
from sqlalchemy import select

from app import outbox, registers
from app.accounts.models import Person
from app.database import db, now
from app.errors import Invalid, Missing
from app.indicators import cataloguing, people, queries, refreshing
from app.indicators.choice import Choice
from app.indicators.importers import Item, Row, read
from app.indicators.models import CardShare, Favourite, FigureMapping, Indicator, Release, SnapshotCard, SourceRun
from app.indicators.releasing import Origin, Report, check, take
from app.indicators.sources import fetching
from app.indicators.sources.asking import Fetcher, Unreachable
from app.indicators.sources.recipes import Recipe, recipes
from app.links import Place
from app.permissions import Actor, Can, Visibility, require_site
from app.registers import LANGUAGES


def load(actor: Actor) -> Report:
    """The catalogue and the figures that come with Livskraft, brought up to date. Quick where nothing is new."""
    load_catalogue(actor)
    whole = Report()
    for file in registers.figures():
        whole.add(import_figures(actor, read(file.path), Origin(file.retrieved, file.source, file.table, file.url)))
    with db.transaction() as session:
        people.tell(session)
    return whole


def load_catalogue(actor: Actor) -> int:
    """Bring the catalogue of indicators up to date; return how many were new or different."""
    require_site(actor, Can.CHECK_SOURCES)
    with db.transaction() as session:
        changed = cataloguing.renew(session, registers.indicators())
        for one in changed:
            outbox.tell("indicator_changed", indicator_id=one.id)
        return len(changed)


def import_figures(actor: Actor, items: Iterable[Item], origin: Origin, strict: bool = False) -> Report:
    """Keep what a reader gave as releases, one for each indicator, and renew the figures that are made of them.

    Figures are never overwritten. The same figures again make no release. STRICT: all, or nothing.
    """
    require_site(actor, Can.CHECK_SOURCES)
    read_before = list(items)  # a large file is read while others may still write
    with db.transaction() as session:
        report = take(session, read_before, origin, strict)
        for release in report.releases:
            outbox.tell("figures_released", release_id=release.id, indicator_id=release.indicator_id)
        if {release.indicator.code for release in report.releases} & set(people.PEOPLE.values()):
            people.tell(session)
        return report


def check_figures(actor: Actor, items: Iterable[Item]) -> Report:
    """What `import_figures` would take and refuse of ITEMS; nothing is kept."""
    require_site(actor, Can.CHECK_SOURCES)
    return check(db.session, items)


def remember_mapping(actor: Actor, name: str, headings: Iterable[str], chosen: dict[str, str]) -> FigureMapping:
    """Keep what was CHOSEN for a table with these HEADINGS; what had the NAME before is forgotten."""
    require_site(actor, Can.CHECK_SOURCES)
    with db.transaction() as session:
        one = session.scalar(select(FigureMapping).where(FigureMapping.name == name)) or FigureMapping(name=name)
        one.headings, one.chosen = sorted(headings), chosen
        session.add(one)
        session.flush()
        return one


def forget_mapping(actor: Actor, mapping_id: int) -> None:
    """Do not offer it any more. Raise Missing where there is none."""
    require_site(actor, Can.CHECK_SOURCES)
    with db.transaction() as session:
        found = session.get(FigureMapping, mapping_id) if mapping_id <= queries.LARGEST_ID else None
        if found is None:
            raise Missing
        session.delete(found)


def ask_refresh(actor: Actor) -> SourceRun:
    """Let the worker fetch all tables now. Where that is going on already, it is that one."""
    require_site(actor, Can.CHECK_SOURCES)
    with db.transaction() as session:
        going = queries.last_run(actor)
        if going and queries.is_going(actor, going):
            return going
        run = SourceRun(touched_at=now())
        session.add(run)
        session.flush()
        outbox.tell("refresh_asked", run_id=run.id)
        return run


def refresh(actor: Actor, folder: Path, tables: Iterable[Recipe] | None = None,
            progress: Callable[[Recipe, Report | None], None] = lambda recipe, report: None,
            run_id: int | None = None) -> Report:
    """Fetch TABLES (all that are known) from their sources, keeping answers in FOLDER; return what came of it.

    PROGRESS is told after each table; None: it failed, and its old figures stand. Why is kept in SourceTable, how
    far it came in SourceRun (RUN_ID, where somebody asked for it). A refresh that was cut goes on, when it is begun
    again, with the answers that it had.
    """
    require_site(actor, Can.CHECK_SOURCES)
    load_catalogue(actor)
    wanted = list(recipes() if tables is None else tables)
    fetchers, whole, run = fetching.fetchers(folder), Report(), refreshing.begin(run_id, len(wanted))
    try:
        for recipe in wanted:
            refreshing.reach(run, recipe)
            report = _fetch(actor, fetchers[recipe.source], recipe)
            refreshing.pass_by(run, failed=report is None)
            whole.add(report or Report())
            progress(recipe, report)
    finally:
        refreshing.end(run)
        for one in fetchers.values():
            one.forget()
            one.close()
    return whole


def _fetch(actor: Actor, fetcher: Fetcher, recipe: Recipe) -> Report | None:
    """One table; None where its source gave nothing that we can use."""
    try:
        answer = fetching.fetch(fetcher, recipe)
    except Unreachable as trouble:
        refreshing.note_trouble(recipe, trouble)
        return None
    report = import_figures(actor, answer.items, Origin(
        now().date(), table=recipe.table, url=recipe.url, updated=answer.updated, following=answer.following,
        notes=tuple(answer.notes)))
    refreshing.note(recipe, report, sum(isinstance(item, Row) for item in answer.items))
    return report


def make_card(actor: Actor, choice: Choice) -> SnapshotCard:
    """Freeze the figures of today that CHOICE asks for. Only ACTOR sees the card until it is put somewhere.

    Raise Invalid, naming the field, for what is not known and where there are no figures.
    """
    require_site(actor)
    with db.transaction() as session:
        choice = replace(choice, language=choice.language or session.get_one(Person, actor.id).language)
        frozen = queries.figures(actor, choice)
        about = queries.indicator(actor, choice.indicator)
        release = session.get_one(Release, frozen.release)
        card = SnapshotCard(
            indicator=about, release_id=frozen.release, author_id=actor.id, title=frozen.title, note=frozen.note,
            frozen=frozen.to_dict(), texts={language: release.texts(language) for language in LANGUAGES},
            compare=choice.compare, to_newest=about.last_year is None or frozen.years[-1] >= about.last_year)
        session.add(card)
        session.flush()
        outbox.tell("card_made", card_id=card.id)
        return card


def share_cards(actor: Actor, ids: Iterable[int], place: Place) -> None:
    """Let whoever reads PLACE read the cards IDS. Raise Missing unless ACTOR may read each of them."""
    wanted = set(ids)
    with db.transaction() as session:
        cards = queries.cards(actor, wanted)
        if len(cards) != len(wanted):
            raise Missing
        for card in cards:
            _check_circle(card.indicator, place)
        there = set(session.scalars(select(CardShare.card_id).where(CardShare.place == place.where)))
        for card_id in sorted(wanted - there):
            session.add(CardShare(card_id=card_id, place=place.where, network_id=place.network_id,
                                  room_id=place.room_id))
            outbox.tell("card_shared", card_id=card_id, place=place.where)


def _check_circle(about: Indicator, place: Place) -> None:
    """What a network counts for itself alone is not carried to those who may not know of it. Raise Invalid."""
    if about.visibility == Visibility.NETWORK and place.network_id != about.network_id:
        raise Invalid(errors={"links": lazy_gettext(
            "“%(indicator)s” is only for %(network)s.", indicator=about.names["nb"], network=about.source)})


def move_cards(actor: Actor, ids: Iterable[int], place: Place) -> None:
    """PLACE was carried to another room: so are the cards IDS in it. The caller has asked whether ACTOR may."""
    with db.transaction() as session:
        for share in session.scalars(select(CardShare).where(
                CardShare.place == place.where, CardShare.card_id.in_(set(ids)))):
            share.network_id, share.room_id = place.network_id, place.room_id
            outbox.tell("card_shared", card_id=share.card_id, place=place.where)


def keep_favourite(actor: Actor, code: str, keep: bool) -> None:
    """Whether ACTOR wants an indicator at hand when a card is made. Raise Missing for one that they do not know."""
    require_site(actor)
    with db.transaction() as session:
        key = (actor.id, queries.indicator(actor, code).id)
        found = session.get(Favourite, key)
        if keep and found is None:
            session.add(Favourite(person_id=key[0], indicator_id=key[1]))
        elif found and not keep:
            session.delete(found)

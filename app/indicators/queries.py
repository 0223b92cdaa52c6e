"""What is read about indicators, figures and cards, narrowed to what the actor may see."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from app import registers
from app.accounts.models import Person
from app.database import db, now
from app.errors import Invalid, Missing
from app.indicators import comparing, newer
from app.indicators.choice import Choice
from app.indicators.clauses import current, may_read
from app.indicators.finding import find
from app.indicators.freezing import check, freeze
from app.indicators.frozen import Frozen
from app.indicators.frozen_parts import MOST_MARKS
from app.indicators.models import (
    CardShare,
    FigureMapping,
    FormerFigure,
    Indicator,
    Observation,
    Release,
    SnapshotCard,
    SourceRun,
    SourceTable,
)
from app.networks.models import Network, Organisation, OrganisationKind, Participation, Theme
from app.permissions import Actor, Can, reads, require_site, visible

SILENCE = timedelta(minutes=30)  # longer than any table takes
LARGEST_ID = 2**31 - 1  # of PostgreSQL; a larger one points at nothing
COUNTRIES = {"NO": lazy_gettext("Norway"), "SE": lazy_gettext("Sweden")}


@dataclass(frozen=True, slots=True)
class Circle:
    """A network with the municipalities that take part in it today."""

    network: Network
    municipalities: list[Organisation]


def indicators(actor: Actor, theme: str = "", text: str = "") -> list[Indicator]:
    """The catalogue: by theme, what has figures first; perhaps only a THEME ("other": none of the six), or
    what TEXT finds, the best first."""
    require_site(actor)
    found = db.session.scalars(
        select(Indicator).outerjoin(Indicator.theme).options(contains_eager(Indicator.theme))
        .where(visible(actor, Indicator)).order_by(Theme.id.is_(None), Theme.id, Indicator.places == 0, Indicator.id))
    return find([one for one in found if theme in ("", one.theme_key)], text)


def indicator(actor: Actor, code: str) -> Indicator:
    """One indicator. Raise Missing where there is none of this CODE that ACTOR may know of."""
    require_site(actor)
    found = _indicator(actor, code)
    if found is None:
        raise Missing
    return found


def _indicator(actor: Actor, code: str) -> Indicator | None:
    if not (code.isascii() and code.isidentifier()):
        return None
    return db.session.scalar(select(Indicator).where(
        Indicator.code == code, visible(actor, Indicator)).options(joinedload(Indicator.theme)))


def newest_releases(actor: Actor, indicator_ids: Collection[int]) -> dict[int, Release]:
    """Indicator id -> its newest release, for those that have one."""
    newest = select(func.max(Release.id)).where(Release.indicator_id.in_(indicator_ids)).group_by(Release.indicator_id)
    return {one.indicator_id: one for one in db.session.scalars(select(Release).where(Release.id.in_(newest)))}


def observations(actor: Actor, indicator: Indicator, places: Collection[int] | None = None, since: int | None = None,
                 until: int | None = None, after: int = 0, limit: int | None = None) -> list[Observation]:
    """The figures that hold now, of PLACES (organisation ids) or of all, in the order they came in."""
    wanted = current(indicator.id, places).where(Observation.id > after).options(
        joinedload(Observation.organisation), joinedload(Observation.release))
    if since is not None:
        wanted = wanted.where(Observation.year >= since)
    if until is not None:
        wanted = wanted.where(Observation.year <= until)
    return list(db.session.scalars(wanted.limit(limit)))


def former_figures(actor: Actor, indicator: Indicator) -> list[FormerFigure]:
    """The figures of INDICATOR for municipalities that were split or merged, of the newest release of each."""
    require_site(actor)
    newest = (select(FormerFigure.number, func.max(FormerFigure.release_id).label("release_id"))
              .where(FormerFigure.indicator_id == indicator.id).group_by(FormerFigure.number).subquery())
    return list(db.session.scalars(select(FormerFigure).join(
        newest, (FormerFigure.release_id == newest.c.release_id) & (FormerFigure.number == newest.c.number))
        .where(FormerFigure.indicator_id == indicator.id).order_by(FormerFigure.number, FormerFigure.year)))


def latest_of(actor: Actor, place: Organisation | None) -> dict[int, Observation]:
    """Indicator id -> the last figure of PLACE."""
    known = select(Indicator.id).where(visible(actor, Indicator))
    seen = db.session.scalars(current(places=[place.id]).where(
        Observation.value.is_not(None), Observation.indicator_id.in_(known))) if place else ()
    found: dict[int, Observation] = {}
    for one in seen:
        if one.indicator_id not in found or found[one.indicator_id].year < one.year:
            found[one.indicator_id] = one
    return found


def own_municipality(actor: Actor) -> Organisation | None:
    """The municipality that ACTOR works for."""
    person = db.session.get(Person, actor.id) if actor.id else None
    place = person.organisation if person else None
    return place if place and place.kind == OrganisationKind.MUNICIPALITY else None


def circles(actor: Actor) -> list[Circle]:
    """The networks that ACTOR may read: their own first, then those of their municipality, then the others."""
    own = own_municipality(actor)
    wanted = (select(Participation).join(Participation.network).options(
        contains_eager(Participation.network), joinedload(Participation.organisation).joinedload(Organisation.county))
              .where(Participation.ended_on.is_(None), visible(actor, Network)).order_by(Participation.id))
    found: dict[int, Circle] = {}
    for one in db.session.scalars(wanted):
        found.setdefault(one.network_id, Circle(one.network, [])).municipalities.append(one.organisation)
    return sorted(found.values(), key=lambda circle: (
        circle.network.id not in actor.roles, own not in circle.municipalities, circle.network.name))


def municipalities(actor: Actor, country: str, texts: Iterable[str]) -> list[Organisation]:
    """Those that TEXTS, official numbers or names, stand for, each once. Raise Invalid that names an unknown one."""
    codes = {text: text if text.isascii() and text.isdecimal() else _code(text, country) for text in texts}
    found = {one.code: one for one in known(actor, country, set(codes.values()))}
    for text, code in codes.items():
        if code not in found:
            raise Invalid(errors={"municipalities": lazy_gettext(
                "We know no municipality “%(name)s” in %(country)s.", name=text[:60], country=COUNTRIES[country])})
    return [found[code] for code in dict.fromkeys(codes.values())]


def known(actor: Actor, country: str, codes: Collection[str]) -> list[Organisation]:
    """The municipalities of COUNTRY with these official numbers, as far as there are such."""
    return list(db.session.scalars(select(Organisation).where(
        Organisation.kind == OrganisationKind.MUNICIPALITY, Organisation.country == country,
        Organisation.code.in_([code for code in codes if code.isascii() and code.isdecimal()]))
        .order_by(Organisation.name)))


def _code(name: str, country: str) -> str:
    known = registers.find_municipality(name, country)
    return known.code if known else ""


def with_figures(actor: Actor, indicator: Indicator) -> list[Organisation]:
    """The municipalities that have figures of INDICATOR, by name."""
    ids = select(Observation.organisation_id).where(Observation.indicator_id == indicator.id)
    return sorted(db.session.scalars(select(Organisation).where(Organisation.id.in_(ids))), key=lambda one: one.name)


def figures(actor: Actor, choice: Choice, indicator: Indicator | None = None) -> Frozen:
    """What a card of CHOICE, whose INDICATOR may be at hand, would hold just now.

    Raise Invalid, naming the fields, where it cannot be.
    """
    require_site(actor)
    check(choice)
    indicator = indicator or _indicator(actor, choice.indicator)
    if indicator is None:
        raise Invalid(errors={"indicator": lazy_gettext(
            "We know no indicator “%(name)s”.", name=choice.indicator[:60])})
    own, places = own_municipality(actor), municipalities(actor, indicator.country, choice.municipalities)
    seen = observations(actor, indicator, {place.id for place in places}, choice.since, choice.until)
    releases = {one.release_id: one.release for one in seen}
    places.sort(key=lambda place: place != own)
    circle = comparing.circle(actor, indicator, choice.compare, own, choice.since, choice.until)
    marks = comparing.measures(actor, indicator, places)[:MOST_MARKS] if choice.measures else ()
    return freeze(indicator, places, own, seen, list(releases.values()), choice, circle, marks)


def card(actor: Actor, card_id: int) -> SnapshotCard:
    """One card. Raise Missing unless ACTOR made it or may read a place where it is shown."""
    require_site(actor)
    found = cards(actor, [card_id])
    if not found:
        raise Missing
    return found[0]


def cards(actor: Actor, ids: Iterable[int]) -> list[SnapshotCard]:
    """Those of IDS that ACTOR may read."""
    possible = [number for number in ids if 0 < number <= LARGEST_ID]
    wanted = select(SnapshotCard).where(SnapshotCard.id.in_(possible), may_read(actor))
    return list(db.session.scalars(wanted.options(joinedload(SnapshotCard.author)).order_by(SnapshotCard.id)))


def shares(actor: Actor, card: SnapshotCard) -> list[CardShare]:
    """The places where ACTOR may see CARD."""
    return [share for share in card.shares if reads(actor, share)]


def newer_figures(actor: Actor, cards: Sequence[SnapshotCard]) -> set[int]:
    """Which of CARDS (ids) would show something else today: another value, or a year more at an open end."""
    return newer.among(cards)


def source_tables(actor: Actor) -> list[SourceTable]:
    """How it went with each table that is fetched: what failed first. Raise Unknown or Denied."""
    require_site(actor, Can.CHECK_SOURCES)
    found = db.session.scalars(select(SourceTable).order_by(SourceTable.source, SourceTable.table_id))
    return sorted(found, key=lambda one: not one.trouble)


def mappings(actor: Actor, headings: Iterable[str] | None = None) -> list[FigureMapping]:
    """What is remembered of tables, the newest first: of all, or of those with these HEADINGS."""
    require_site(actor, Can.CHECK_SOURCES)
    found = db.session.scalars(select(FigureMapping).order_by(FigureMapping.id.desc()))
    wanted = None if headings is None else sorted(headings)
    return [one for one in found if wanted in (None, one.headings)]


def last_run(actor: Actor) -> SourceRun | None:
    """The refresh that was begun last, if there was any."""
    require_site(actor, Can.CHECK_SOURCES)
    return db.session.scalars(select(SourceRun).order_by(SourceRun.id.desc()).limit(1)).first()


def is_going(actor: Actor, run: SourceRun) -> bool:
    """Whether RUN is going on still; one that nobody has heard of for long was broken off."""
    return run.ended_at is None and now() - run.touched_at < SILENCE

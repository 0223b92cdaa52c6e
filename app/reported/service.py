"""What changes the indicators of a network: defining one, opening it to all, reporting figures, reminding."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex

from flask_babel import lazy_gettext
from sqlalchemy import select

from app import mail, outbox
from app.database import db, now
from app.errors import Denied, Invalid
from app.indicators import queries as indicators
from app.indicators.clauses import current
from app.indicators.frozen import LARGEST
from app.indicators.models import Indicator, Observation, Release
from app.indicators.releasing import sum_up
from app.networks.models import Network, Organisation
from app.permissions import Actor, Can, Visibility, allows, require, require_site
from app.registers import LANGUAGES
from app.reported import letters, queries

FEBRUARY = 2  # by then one can know the figures of last year
MOST_DECIMALS, LONGEST = 6, 120


@dataclass(frozen=True, slots=True)
class Facts:
    """What a coordinator says of an indicator. EVERY_YEARS: how often it is reported."""

    name: str
    definition: str
    unit: str
    decimals: int = 0
    direction: str = "neutral"
    every_years: int = 1
    theme_id: int | None = None


def define(actor: Actor, network_id: int, facts: Facts) -> Indicator:
    """Give the network an indicator of its own, for its members alone. Raise Missing, Denied or Invalid."""
    require_site(actor)
    with db.transaction() as session:
        network = session.get(Network, network_id)
        found = Indicator(network_id=network_id, visibility=Visibility.NETWORK)
        require(actor, Can.DEFINE_INDICATOR, found if network else None)
        assert network  # else it was missing
        country = next((place.country for place in queries.municipalities(actor, network_id)), "NO")
        found.code, found.country, found.source, found.table_id = f"local_{token_hex(8)}", country, network.name, ""
        _describe(found, facts)
        session.add(found)
        session.flush()
        found.code = f"local_{found.id}"
        outbox.tell("indicator_changed", indicator_id=found.id)
        return found


def redefine(actor: Actor, code: str, facts: Facts) -> Indicator:
    """Say it better. Cards keep the words that they were made with."""
    with db.transaction():
        found = queries.own(actor, code, Can.DEFINE_INDICATOR)
        _describe(found, facts)
        outbox.tell("indicator_changed", indicator_id=found.id)
        return found


def open_to_all(actor: Actor, code: str, is_open: bool) -> Indicator:
    """Let everybody see it, or only its network again."""
    with db.transaction():
        found = queries.own(actor, code, Can.DEFINE_INDICATOR)
        found.visibility = Visibility.PUBLIC if is_open else Visibility.NETWORK
        outbox.tell("indicator_changed", indicator_id=found.id)
        return found


def report(actor: Actor, code: str, place_id: int, values: Mapping[int, float | None]) -> Release | None:
    """Keep what a municipality reports, by year; None takes a figure back. Years not named stay as they are.

    One's own municipality; a coordinator reports for any of the network. What was reported before is kept as an
    earlier release. Nothing new: None. Raise Missing, Denied or Invalid.
    """
    with db.transaction() as session:
        about = queries.own(actor, code, Can.REPORT_FIGURES)
        place = _place(actor, about, place_id)
        for value in values.values():
            if value is not None and abs(value) > LARGEST:
                raise Invalid(errors={"values": lazy_gettext("This number is too large.")})
        before = {one.year: one.value for one in session.scalars(current(about.id, [place.id]))}
        after = before | {year: value for year, value in values.items() if value is not None or year in before}
        if after == before:
            return None
        release = Release(
            indicator=about, source=about.source, table_id="", url="", retrieved_on=now().date(), author_id=actor.id,
            checksum=_checksum(about, place, after), rows=len(after), next_on=None)
        session.add(release)
        session.flush()
        session.add_all(Observation(release_id=release.id, indicator_id=about.id, organisation_id=place.id, year=year,
                                    value=value) for year, value in sorted(after.items()))
        session.flush()
        sum_up(session, about)
        outbox.tell("figures_released", release_id=release.id, indicator_id=about.id)
        return release


def remind(actor: Actor) -> int:
    """Once a year, write to those whose municipality has not reported what is due; return how many letters."""
    require_site(actor, Can.ADMINISTER)
    today = now().date()
    if today.month < FEBRUARY:
        return 0
    with db.transaction() as session:
        due = [one for one in queries.of_networks(actor) if (one.reminded_in or 0) < today.year]
        written = 0
        for about in due:
            about.reminded_in = today.year
            for person, place in queries.silent_members(actor, about, today.year - 1):
                mail.post(person.email, *letters.due(person, place, about))
                written += 1
        session.flush()
        return written


def _describe(found: Indicator, facts: Facts) -> None:
    """In the one language that its network has; all four have the same words."""
    errors = {name: lazy_gettext("Write something here.") for name in ("name", "definition", "unit")
              if not getattr(facts, name).strip()}
    errors |= {name: lazy_gettext("Use at most %(number)s characters.", number=LONGEST)
               for name in ("name", "unit") if len(getattr(facts, name)) > LONGEST}
    if not 0 <= facts.decimals <= MOST_DECIMALS:
        errors["decimals"] = lazy_gettext("Choose one of these.")
    if facts.direction not in ("higher", "lower", "neutral"):
        errors["direction"] = lazy_gettext("Choose one of these.")
    if facts.every_years not in (1, 2, 4):
        errors["every_years"] = lazy_gettext("Choose one of these.")
    if errors:
        raise Invalid(errors=errors)
    found.names, found.unit, found.definitions, found.caveats = (
        dict.fromkeys(LANGUAGES, text.strip()) for text in (facts.name, facts.unit, facts.definition, ""))
    found.decimals, found.direction, found.theme_id = facts.decimals, facts.direction, facts.theme_id
    found.every_years, found.periodicity = facts.every_years, "yearly" if facts.every_years == 1 else ""


def _place(actor: Actor, about: Indicator, place_id: int) -> Organisation:
    """The municipality that ACTOR may report for. Raise Missing for one outside, Denied for somebody else's."""
    place = next((one for one in queries.municipalities(actor, about.network_id or 0) if one.id == place_id), None)
    if place is None:
        raise Invalid(errors={"municipality": lazy_gettext("This municipality does not take part in the network.")})
    if place != indicators.own_municipality(actor) and not allows(actor, Can.DEFINE_INDICATOR, about):
        raise Denied
    return place


def _checksum(about: Indicator, place: Organisation, values: Mapping[int, float | None]) -> str:
    """Unlike those before it, also where figures are put back as they were."""
    last = db.session.scalar(select(Release.id).where(Release.indicator_id == about.id).order_by(Release.id.desc()))
    return hashlib.sha256(json.dumps([place.id, last, sorted(values.items())]).encode()).hexdigest()

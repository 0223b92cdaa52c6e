"""From figures in the database to what a card holds."""

from collections.abc import Sequence
from typing import get_args

from flask_babel import lazy_gettext

from app.errors import Invalid
from app.indicators.choice import Choice
from app.indicators.frozen import MOST_MUNICIPALITIES, Direction, Frozen, Language, Place
from app.indicators.frozen_parts import Circle, Mark
from app.indicators.models import Indicator, Observation, Release
from app.indicators.svg import NO_XML
from app.networks.models import Organisation

LONGEST_NOTE = 1000
NO_FIGURES = lazy_gettext("There are no figures for these municipalities and years.")


def check(choice: Choice) -> None:
    """Raise Invalid, naming the fields, for a CHOICE that cannot become a card."""
    errors = {}
    if not choice.indicator:
        errors["indicator"] = lazy_gettext("Choose an indicator.")
    if not choice.municipalities:
        errors["municipalities"] = lazy_gettext("Choose at least one municipality.")
    if len(choice.municipalities) > MOST_MUNICIPALITIES:
        errors["municipalities"] = lazy_gettext("Choose at most %(number)s municipalities.", number=MOST_MUNICIPALITIES)
    for name, year in (("from", choice.since), ("to", choice.until)):
        if year is not None and not 1000 <= year <= 9999:
            errors[name] = lazy_gettext("Write the year with four digits.")
    if not errors and choice.since and choice.until and choice.since > choice.until:
        errors["to"] = lazy_gettext("The last year cannot be before the first.")
    if len(choice.note) > LONGEST_NOTE:
        errors["note"] = lazy_gettext("Use at most %(number)s characters.", number=LONGEST_NOTE)
    if errors:
        raise Invalid(errors=errors)


def freeze(indicator: Indicator, places: Sequence[Organisation], own: Organisation | None,
           seen: Sequence[Observation], releases: Sequence[Release], choice: Choice,
           circle: Circle | None = None, marks: Sequence[Mark] = ()) -> Frozen:
    """The card of SEEN, figures of PLACES that come from RELEASES. Raise Invalid where there is none.

    Where the municipalities' series come from several releases, the card says the day of the earliest.
    """
    if all(one.value is None for one in seen):
        raise Invalid(errors={"municipalities": NO_FIGURES})
    codes, newest = {place.id: place.code for place in places}, max(releases, key=lambda release: release.id)
    values: dict[str, dict[int, float | None]] = {code: {} for code in codes.values()}
    for one in seen:
        values[codes[one.organisation_id]][one.year] = one.value
    updated = {release.updated_at for release in releases}
    direction: Direction = next(way for way in get_args(Direction) if way == indicator.direction)
    language: Language = next((lang for lang in get_args(Language) if lang == choice.language), "nb")
    return Frozen(
        indicator=indicator.code, decimals=indicator.decimals, direction=direction, lang=language,
        municipalities=tuple(Place(place.code, place.name) for place in places),
        own=own.code if own and own in places else None, years=tuple(sorted({one.year for one in seen})),
        values=values, source=newest.source, table=newest.table_id, release=newest.id, url=newest.url,
        retrieved=min(release.retrieved_on for release in releases),
        updated=newest.updated_at.date() if len(updated) == 1 and newest.updated_at else None,
        note=NO_XML.sub("", choice.note).strip(), form=choice.form, circle=circle, target=choice.target,
        marks=tuple(marks), **newest.texts(language))

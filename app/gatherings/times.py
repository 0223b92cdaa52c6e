"""Days and hours of a gathering: typed and shown in Oslo's time, kept in UTC."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from flask_babel import format_date

from app.gatherings.models import AgendaItem, Gathering
from app.i18n import ZONE, clock_words, locale


def kept(local: datetime) -> datetime:
    """A typed moment, without a zone, as it is kept."""
    return local.replace(tzinfo=ZONE).astimezone(UTC)


def shown(moment: datetime) -> datetime:
    """A kept moment on Oslo's clocks."""
    return moment.astimezone(ZONE)


def at(first: date, day: int, clock: time) -> datetime:
    """CLOCK on the first DAY (1) of a gathering, or a later one, as it is kept."""
    return kept(datetime.combine(first + timedelta(days=day - 1), clock))


def day_of(gathering: Gathering, moment: datetime) -> int:
    """On which of its days MOMENT is, from 1."""
    return (shown(moment).date() - shown(gathering.starts_at).date()).days + 1


def date_words(moment: datetime) -> str:
    """«torsdag 3. desember 2026»."""
    return str(format_date(shown(moment), "full", rebase=False))


def day_number(moment: datetime) -> str:
    """«3.», or «3» where the language has no dot there: on a leaf of a calendar."""
    return f"{shown(moment).day}." if locale() in ("nb", "nn") else str(shown(moment).day)


def month_words(moment: datetime) -> str:
    """«des»: beneath the number on a leaf of a calendar."""
    return str(format_date(shown(moment), "MMM", rebase=False)).rstrip(".")


def span_words(gathering: Gathering) -> str:
    """«torsdag 3. desember 2026, 09.30–15.30», or from one day to another."""
    starts, ends = shown(gathering.starts_at), shown(gathering.ends_at)
    if starts.date() == ends.date():
        return f"{date_words(starts)}, {clock_words(starts)}–{clock_words(ends)}"
    return f"{date_words(starts)} {clock_words(starts)} – {date_words(ends)} {clock_words(ends)}"


def by_day(items: Iterable[AgendaItem]) -> list[tuple[datetime | None, list[AgendaItem]]]:
    """The agenda cut where a new day begins; a point without a time belongs to the one before it."""
    def day(pair: tuple[datetime | None, AgendaItem]) -> date | None:
        return shown(pair[0]).date() if pair[0] else None
    latest: datetime | None = None
    pairs = []
    for item in items:
        latest = item.starts_at or latest
        pairs.append((latest, item))
    return [(group[0][0], [item for _, item in group]) for group in
            ([*found] for _, found in groupby(pairs, key=day))]

"""A gathering as an entry for anybody's calendar."""

from icalendar import Calendar, Event

from app.database import now
from app.gatherings import times
from app.gatherings.models import AgendaItem, Gathering
from app.i18n import clock_words


def calendar(gathering: Gathering, url: str) -> bytes:
    """An iCalendar file. Its UID never changes and SEQUENCE counts, so that a newer file replaces an older."""
    event = Event()
    event.add("uid", f"gathering-{gathering.id}-{gathering.created_at:%Y%m%d%H%M%S}@livskraft")
    event.add("sequence", gathering.version)
    event.add("dtstamp", now())
    event.add("dtstart", times.shown(gathering.starts_at))
    event.add("dtend", times.shown(gathering.ends_at))
    event.add("summary", gathering.title)
    event.add("location", place_words(gathering))
    event.add("description", "\n".join([*agenda_lines(gathering), "", url]))
    event.add("url", url)
    event.add("status", "CANCELLED" if gathering.cancelled_at else "CONFIRMED")
    file = Calendar()
    file.add("prodid", "-//Livskraft//Livskraft//NO")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add_component(event)
    file.add_missing_timezones()
    return bytes(file.to_ical())


def place_words(gathering: Gathering) -> str:
    """«Langesund, rådssalen, Bamble»."""
    return ", ".join(filter(None, [gathering.place, gathering.host.name if gathering.host else ""]))


def agenda_lines(gathering: Gathering) -> list[str]:
    """The agenda in plain lines, with a line for each day where there are several."""
    days = times.by_day(gathering.agenda)
    lines = []
    for moment, items in days:
        if moment and len(days) > 1:
            lines.append(times.date_words(moment))
        lines += [line(item) for item in items]
    return lines


def line(item: AgendaItem) -> str:
    """«09.30 Velkommen (Dag Moen)»."""
    clock = clock_words(item.starts_at) if item.starts_at else ""
    return " ".join(filter(None, [clock, item.title, f"({item.host})" if item.host else ""]))

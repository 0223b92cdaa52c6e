"""The gatherings of the demonstration, with their agenda, their answers and small real files."""

from datetime import datetime, timedelta

from app.database import at
from app.demo.files import file_ids
from app.demo.script import Facts, Script, items, moment
from app.files import service as files
from app.gatherings import service as gatherings
from app.gatherings.models import Answer, Gathering

FRIDAY = 4  # as datetime counts
NOTICE = timedelta(days=45)  # a gathering is known so long before


def load(script: Script) -> None:
    """Arrange them, answer them, and show what was brought."""
    for facts in items("gatherings.json"):
        starts = _when(facts["starts"])
        with at(starts - NOTICE):
            gathering = _arrange(script, facts, starts)
            _answer(script, facts, gathering)
        with at(min(starts + timedelta(days=1), moment(0))):
            _bring(script, facts, gathering)


def _arrange(script: Script, facts: Facts, starts: datetime) -> Gathering:
    network = script.networks[facts["network"]]
    coordinator = script.actor(script.coordinators[facts["network"]])
    agenda = tuple(_point(script, point, starts) for point in facts["agenda"])
    return gatherings.create(coordinator, network.id, gatherings.Facts(
        title=facts["title"], starts_at=starts, ends_at=_when(facts["ends"]), place=facts["place"],
        host_id=script.places[facts["host_municipality"]].id, about=facts["about"], agenda=agenda))


def _point(script: Script, facts: Facts, starts: datetime) -> gatherings.Point:
    host = script.people[facts["host"]].name if facts["host"] else ""
    clock = datetime.combine(starts.date(), datetime.strptime(facts["time"], "%H:%M").time(), starts.tzinfo)
    return gatherings.Point(facts["title"], clock, facts["minutes"], host)


def _answer(script: Script, facts: Facts, gathering: Gathering) -> None:
    for one in facts["participants"]:
        gatherings.answer(script.actor(one["email"]), gathering.id, Answer(one["answer"]))


def _bring(script: Script, facts: Facts, gathering: Gathering) -> None:
    """Put up without a word to the room: it was told long ago."""
    email = script.coordinators[facts["network"]]
    titles = {item.title: item for item in gathering.agenda}
    for point in facts["agenda"]:
        if point["material"]:
            brought = file_ids(script, email, point["material"])
            files.put(script.actor(email), brought, titles[point["title"]].place, gathering.network_id)


def _when(facts: Facts) -> datetime:
    """Nobody meets on a Saturday or a Sunday: what was, was on the Friday; what comes, comes on the Monday."""
    when = moment(-facts["days"], facts["time"])
    beyond = when.weekday() - FRIDAY
    return when + timedelta(days=(-beyond if facts["days"] < 0 else 3 - beyond) if beyond > 0 else 0)

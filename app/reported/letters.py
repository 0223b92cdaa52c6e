"""The letter that asks for a figure: (subject, text), in the language of the one who gets it."""

from flask_babel import force_locale, gettext

from app.accounts.letters import Letter, address
from app.accounts.models import Person
from app.indicators.models import Indicator
from app.networks.models import Organisation


def due(person: Person, place: Organisation, indicator: Indicator) -> Letter:
    """To PERSON: PLACE has not reported INDICATOR."""
    with force_locale(person.language):
        facts = {"name": person.name, "municipality": place.name, "indicator": indicator.names[person.language],
                 "network": indicator.source, "link": address(f"/indicators/{indicator.code}/report")}
        return gettext("A figure from %(municipality)s: %(indicator)s", **facts), gettext(
            "Hello %(name)s,\n\n%(network)s reports “%(indicator)s”, and the newest figure of %(municipality)s is "
            "missing. It takes a minute:\n\n%(link)s\n\nYou get this letter once a year, because you are in the "
            "network for %(municipality)s.\n", **facts)

"""The letter that invites somebody to a network: (subject, text), in their language."""

from datetime import timedelta

from flask_babel import force_locale, gettext

from app.accounts.letters import Letter, address
from app.accounts.models import Invitation

LIFE = timedelta(days=14)


def invitation(asked: Invitation, language: str, path: str) -> Letter:
    """An invitation to a network."""
    with force_locale(language):
        return gettext("Invitation to %(network)s", network=asked.network.name), gettext(
            "Hello,\n\n"
            "%(name)s invites you to %(network)s in Livskraft, where municipalities help each other "
            "between their gatherings.\n\n"
            "Open this page to say yes:\n\n%(link)s\n\n"
            "The invitation is for you and holds for %(days)s days.\n"
            "You get this letter because %(name)s, or you yourself, wrote this address. "
            "If it is not for you, do nothing.\n",
            name=asked.author.name, network=asked.network.name, link=address(path), days=LIFE.days)

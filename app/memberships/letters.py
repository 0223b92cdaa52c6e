"""The letter that invites somebody to a network: (subject, text), in their language."""

from datetime import timedelta
from urllib.parse import quote

from flask_babel import force_locale, gettext

from app.accounts.letters import Letter, address
from app.accounts.models import Invitation, Membership
from app.database import now

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
            name=asked.author.name, network=asked.network.name, link=address(path),
            days=(asked.expires_at - now()).days or 1)


def wish(coordinator: Membership, email: str, place: str) -> Letter:
    """To a coordinator: somebody of a municipality of the network would like to join."""
    path = f"/networks/{coordinator.network_id}/members?email={quote(email)}#invitations"
    with force_locale(coordinator.person.language):
        subject = gettext("%(email)s would like to join %(network)s", email=email, network=coordinator.network.name)
        return subject, gettext(
            "Hello %(name)s,\n\n"
            "somebody wrote %(email)s on our page for those who would like to join. "
            "Such addresses are of %(place)s.\n\n"
            "Invite them if you know who it is; the invitation goes to the address:\n\n%(link)s\n\n"
            "If not, do nothing.\n",
            name=coordinator.person.name, email=email, place=place, link=address(path))

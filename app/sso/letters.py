"""The letters of this feature, each in the language of the one who gets it: (subject, text)."""

from flask_babel import force_locale, gettext

from app.accounts.letters import Letter, address
from app.accounts.models import Person


def connected(person: Person, provider: str) -> Letter:
    """That PERSON now comes in by their account at PROVIDER."""
    with force_locale(person.language):
        return gettext("Your sign-in to Livskraft"), gettext(
            "Hello %(name)s,\n\n"
            "you have signed in with %(provider)s, and can do so from now on.\n\n"
            "If that was not you: write to those who run Livskraft. "
            "Where you are signed in is shown here:\n\n%(link)s\n",
            name=person.name, provider=provider, link=address("/settings#sign-ins"))


def removed(person: Person) -> Letter:
    """That an account at work is known no more as PERSON's."""
    with force_locale(person.language):
        return gettext("Your sign-in to Livskraft"), gettext(
            "Hello %(name)s,\n\n"
            "an account at work by which you could sign in was removed from your account here. "
            "A link in your e-mail still lets you in.\n\n%(link)s\n",
            name=person.name, link=address("/settings/work-accounts"))

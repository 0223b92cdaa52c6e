"""The letter to somebody who has not been here for long: (subject, text), in their language."""

from flask_babel import force_locale, gettext

from app.accounts.letters import Letter, address
from app.accounts.models import Person
from app.admin.keeping import WARNED


def unused(person: Person) -> Letter:
    """That the account is closed unless they come."""
    with force_locale(person.language):
        return gettext("Do you still need Livskraft?"), gettext(
            "Hello %(name)s,\n\n"
            "you have not been in Livskraft for two years. If you do not sign in within %(days)s days, your account is "
            "closed. What you wrote stays.\n\n%(link)s\n",
            name=person.name, days=WARNED.days, link=address("/sign-in"))

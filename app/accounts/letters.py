"""The letters of this feature, each in the language of the one who gets it: (subject, text)."""

from datetime import timedelta

from flask import current_app
from flask_babel import force_locale, gettext

from app.accounts.models import Person

LINK_LIFE = timedelta(minutes=15)
Letter = tuple[str, str]


def address(path: str) -> str:
    """PATH as a link that works outside of the browser."""
    return f"{current_app.config['LIVSKRAFT'].base_url}{path}"


def sign_in_link(person: Person, path: str) -> Letter:
    """A link that signs PERSON in, once."""
    with force_locale(person.language):
        return gettext("Sign in to Livskraft"), gettext(
            "Hello %(name)s,\n\n"
            "open this page to sign in:\n\n%(link)s\n\n"
            "The link works once, within %(minutes)s minutes.\n"
            "If you did not ask for it you need do nothing: nobody gets in without it.\n",
            name=person.name, link=address(path), minutes=LINK_LIFE.seconds // 60)


def taken_over(person: Person, successor: Person) -> Letter:
    """What the address of one who left answers: who is asked now."""
    with force_locale(person.language):
        return gettext("Sign in to Livskraft"), gettext(
            "Hello,\n\n"
            "somebody wanted to sign in with this address. %(name)s is not in Livskraft any more: "
            "%(successor)s has taken over.\n\n%(link)s\n",
            name=person.name, successor=successor.name, link=address(f"/people/{successor.id}"))

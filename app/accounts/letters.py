"""The letters of this feature, each in the language of the one who gets it: (subject, text)."""

from datetime import timedelta

from flask import current_app
from flask_babel import force_locale, gettext, lazy_gettext

from app.accounts.models import Person

LINK_LIFE = timedelta(minutes=15)
Letter = tuple[str, str]
ON, OFF, RESET, NEW_CODES, CODE_USED, REFUSED = "on", "off", "reset", "new_codes", "code_used", "refused"
HAPPENED = {
    ON: lazy_gettext("Two-step sign-in is on now: besides your password or the link in your e-mail, a code of the app "
                     "on your phone is asked for."),
    OFF: lazy_gettext("Two-step sign-in is off now: no code is asked for any more."),
    RESET: lazy_gettext("An administrator has turned off your two-step sign-in, so that you come in without the phone. "
                        "Turn it on again when you can."),
    NEW_CODES: lazy_gettext("You have new recovery codes. The old ones do not work any more."),
    CODE_USED: lazy_gettext("Somebody signed in as you with one of your recovery codes. It does not work any more."),
    REFUSED: lazy_gettext("Somebody came as far as the code, and wrote a wrong one several times. They know your "
                          "password, or read your e-mail."),
}


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


def two_step(person: Person, what: str) -> Letter:
    """What was done about PERSON's second step, a key of HAPPENED: whoever did it, they should know."""
    with force_locale(person.language):
        return gettext("Your sign-in to Livskraft"), gettext(
            "Hello %(name)s,\n\n"
            "%(what)s\n\n"
            "If that was not you, or was not done at your wish: change your password, and write to those who run "
            "Livskraft.\n\n%(link)s\n",
            name=person.name, what=HAPPENED[what], link=address("/settings/two-step"))

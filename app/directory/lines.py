"""What people answer to what administrators ask for on every contact card: what it may be, and how it is typed in."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.accounts.forms import option, stripped
from app.directory.models import WIDER, LineKind, ProfileField, Shown
from app.directory.organisation_forms import ADDRESS

AUDIENCES = {Shown.NETWORK: lazy_gettext("People in my networks"),
             Shown.MEMBERS: lazy_gettext("Everyone who is signed in"),
             Shown.PUBLIC: lazy_gettext("Everybody, also outside Livskraft")}
LONGEST = {LineKind.SHORT: 100, LineKind.LONG: 2000, LineKind.LINK: 300}


def inputs(asked: ProfileField, locale: str, shown_to: Any) -> tuple[Any, Any]:
    """The field for what is ASKED, and the one for who sees it; both unbound."""
    some = WIDER[:WIDER.index(asked.widest) + 1]
    audience = SelectField(shown_to, default=asked.usual, choices=[option(one, AUDIENCES[one]) for one in some])
    label = asked.label(locale)
    if asked.kind == LineKind.CHOICE:
        choices = [option("", lazy_gettext("No answer")), *(option(one, one) for one in asked.choices)]
        return SelectField(label, choices=choices, default=""), audience
    make = TextAreaField if asked.kind == LineKind.LONG else StringField
    checks = [Optional(), Length(max=LONGEST[asked.kind]), *([ADDRESS] if asked.kind == LineKind.LINK else [])]
    return make(label, checks, filters=[stripped]), audience


def keep_choice(field: Any, answer: str) -> None:
    """Let an ANSWER that is no longer among the choices of FIELD stand until the person changes it."""
    if answer and answer not in [one.value for one in field.choices]:
        field.choices = [*field.choices, option(answer, answer)]


def refused(asked: ProfileField, text: str) -> str:
    """Why TEXT from a table cannot be an answer, in words; empty when it can."""
    most = LONGEST.get(asked.kind)
    if asked.kind == LineKind.CHOICE and text not in asked.choices:
        return str(gettext("%(text)s is none of %(choices)s", text=text[:60], choices=", ".join(asked.choices)))
    if most and len(text) > most:
        return str(gettext("it has more than %(most)s letters", most=most))
    if asked.kind == LineKind.LINK and not ADDRESS.regex.fullmatch(text):
        return str(gettext("it is no web address with https:// before it"))
    return ""

"""What people send about their contact card."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import SelectField, SelectMultipleField, StringField, TelField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput

from app.accounts.forms import Form, option, stripped, typed
from app.directory.models import Shown
from app.directory.seen import LINES, Seen
from app.directory.service import Facts
from app.networks.models import Theme

AUDIENCES = [option(Shown.NETWORK, lazy_gettext("People in my networks")),
             option(Shown.MEMBERS, lazy_gettext("Everyone who is signed in")),
             option(Shown.PUBLIC, lazy_gettext("Everybody, also outside Livskraft"))]
SHOWN_TO = lazy_gettext("Shown to")


class CardForm(Form):
    """One's own contact card. Each line that has an audience is followed by it."""

    title = StringField(lazy_gettext("Job title"), [Length(max=100)], filters=[stripped])
    ask_about = TextAreaField(lazy_gettext("Ask me about"), [Length(max=500)], filters=[stripped])
    themes = SelectMultipleField(lazy_gettext("Themes that I know something of"), coerce=int,
                                 option_widget=CheckboxInput())
    languages = StringField(lazy_gettext("Languages"), [Length(max=200)], filters=[stripped])
    email_shown = SelectField(SHOWN_TO, choices=AUDIENCES)
    phone = TelField(lazy_gettext("Phone at work"), [Length(max=30)], filters=[stripped])
    phone_shown = SelectField(SHOWN_TO, choices=AUDIENCES)
    availability = StringField(lazy_gettext("When to reach me"), [Length(max=200)], filters=[stripped])
    availability_shown = SelectField(SHOWN_TO, choices=AUDIENCES)
    about = TextAreaField(lazy_gettext("More about me"), [Length(max=4000)], filters=[stripped])

    def offer(self, themes: Sequence[Theme], locale: str) -> None:
        """Let people choose among THEMES."""
        self.themes.choices = [option(theme.id, theme.label(locale)) for theme in themes]

    def show(self, own: Seen) -> None:
        """Fill in what the card says now."""
        card = own.card
        self.process(data={
            "title": own.person.title, "phone": own.person.phone, "ask_about": card.ask_about, "about": card.about,
            "languages": card.languages, "availability": card.availability,
            "themes": [theme.id for theme in card.themes],
            **{f"{line}_shown": getattr(card, f"{line}_shown").value for line in LINES}})

    def facts(self) -> Facts:
        """What was sent."""
        return Facts(typed(self.title), typed(self.phone), typed(self.ask_about), typed(self.about),
                     typed(self.languages), typed(self.availability), tuple(self.themes.data or ()),
                     {line: Shown(self[f"{line}_shown"].data) for line in LINES})

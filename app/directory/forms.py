"""What people send about their contact card."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput

from app.accounts.forms import Form, option, stripped, typed
from app.accounts.models import Person
from app.directory.days import days
from app.directory.lines import AUDIENCES, inputs, keep_choice
from app.directory.models import LineKind, ProfileField, Shown
from app.directory.organisation_forms import check_phone
from app.directory.seen import LINES, Seen
from app.directory.service import Facts
from app.networks.models import Theme

EVERY_AUDIENCE = [option(one, words) for one, words in AUDIENCES.items()]
SHOWN_TO = lazy_gettext("Shown to")


class CardForm(Form):
    """One's own contact card. Each line that has an audience is followed by it."""

    title = StringField(lazy_gettext("Job title"), [Length(max=100)], filters=[stripped])
    ask_about = TextAreaField(lazy_gettext("Ask me about"), [Length(max=500)], filters=[stripped])
    themes = SelectMultipleField(lazy_gettext("Themes that I know something of"), coerce=int,
                                 option_widget=CheckboxInput())
    languages = StringField(lazy_gettext("Languages"), [Length(max=200)], filters=[stripped])
    email_shown = SelectField(SHOWN_TO, choices=EVERY_AUDIENCE)
    phone = TelField(lazy_gettext("Phone at work"), [Length(max=30), check_phone], filters=[stripped])
    phone_shown = SelectField(SHOWN_TO, choices=EVERY_AUDIENCE)
    work_days = SelectMultipleField(lazy_gettext("Days on which I work"), option_widget=CheckboxInput())
    away_until = DateField(lazy_gettext("Away until and including"), [Optional()])
    stand_in = SelectField(lazy_gettext("Who answers for me meanwhile"), coerce=int, default=0)
    photo = FileField(lazy_gettext("Portrait"))
    no_photo = BooleanField(lazy_gettext("Take my portrait away"))
    availability = StringField(lazy_gettext("When to reach me"), [Length(max=200)], filters=[stripped])
    availability_shown = SelectField(SHOWN_TO, choices=EVERY_AUDIENCE)
    about = TextAreaField(lazy_gettext("More about me"), [Length(max=4000)], filters=[stripped])
    asked: Sequence[ProfileField] = ()  # what administrators ask for

    @classmethod
    def asking(cls, asked: Sequence[ProfileField], locale: str) -> "type[CardForm]":
        """The form with the lines that are ASKED too, each followed by its audience."""
        names = {name: field for one in asked for name, field in zip(
            (f"asked_{one.id}", f"asked_{one.id}_shown"), inputs(one, locale, SHOWN_TO), strict=True)}
        return type("AskingCardForm", (cls,), {**names, "asked": asked})

    @property
    def lines(self) -> list[tuple[ProfileField, Field, Field]]:
        """What is asked, where one answers, and where one says who sees it."""
        return [(one, self[f"asked_{one.id}"], self[f"asked_{one.id}_shown"]) for one in self.asked]

    def offer(self, themes: Sequence[Theme], colleagues: Sequence[Person], own: Seen, locale: str) -> None:
        """Let people choose among THEMES and COLLEAGUES, and keep a choice of their OWN that is offered no more."""
        answers = {line.field_id: line.text for line in own.lines}
        for one, field, _ in self.lines:
            if one.kind == LineKind.CHOICE:
                keep_choice(field, answers.get(one.id, ""))
        self.themes.choices = [option(theme.id, theme.label(locale)) for theme in themes]
        self.stand_in.choices = [option(0, lazy_gettext("Nobody"))] + [option(one.id, one.name) for one in colleagues]
        self.work_days.choices = [option(day, name) for day, name in days(locale).items()]

    def show(self, own: Seen) -> None:
        """Fill in what the card says now."""
        card = own.card
        self.process(data={
            "title": own.person.title, "phone": own.person.phone, "ask_about": card.ask_about, "about": card.about,
            "languages": card.languages, "availability": card.availability,
            "themes": [theme.id for theme in card.themes], "work_days": list(card.work_days),
            "away_until": own.person.away_until, "stand_in": own.person.stand_in_id or 0,
            **{f"{line}_shown": getattr(card, f"{line}_shown").value for line in LINES},
            **{f"asked_{line.field_id}": line.text for line in own.lines},
            **{f"asked_{line.field_id}_shown": line.audience for line in own.lines}})

    def facts(self) -> Facts:
        """What was sent."""
        return Facts(typed(self.title), typed(self.phone), typed(self.ask_about), typed(self.about),
                     typed(self.languages), typed(self.availability), tuple(self.themes.data or ()),
                     {line: Shown(self[f"{line}_shown"].data) for line in LINES},
                     "".join(self.work_days.data or ()), self.away_until.data, self.stand_in.data or None,
                     {one.id: (typed(field), Shown(shown.data)) for one, field, shown in self.lines})

"""What people choose for a chart or a card. The query checks it; the form only carries it there and back."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext
from wtforms import Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput

from app.accounts.forms import Form, option, stripped, typed
from app.errors import AppError
from app.indicators.choice import Choice
from app.indicators.models import Indicator
from app.networks.models import Organisation


class FiguresForm(Form):
    """Municipalities and years. It is sent by GET; where a card is made of it, `app.security` asks for the proof."""

    class Meta:
        """No hidden field in addresses."""

        csrf = False

    municipalities = SelectMultipleField(lazy_gettext("Municipalities"), validate_choice=False,
                                         option_widget=CheckboxInput())
    add = StringField(lazy_gettext("Add another municipality"), filters=[stripped])
    since = StringField(lazy_gettext("From year"), filters=[stripped], name="from")
    to = StringField(lazy_gettext("To year"), filters=[stripped])

    def offer(self, places: Iterable[Organisation]) -> None:
        """Let people tick PLACES."""
        self.municipalities.choices = [option(place.code, place.name) for place in places]

    def keep_unknown(self, codes: Iterable[str]) -> None:
        """Show CODES that have no box where they can be put right."""
        self.add.data = ", ".join(filter(None, [typed(self.add), *sorted(codes)]))

    def wanted(self) -> tuple[str, ...]:
        """The municipalities that are ticked or written."""
        written = (name.strip() for name in typed(self.add).split(","))
        return (*(self.municipalities.data or ()), *filter(None, written))

    def choice(self, indicator: str, language: str) -> Choice:
        """All that was chosen."""
        return Choice(indicator, self.wanted(), year(self.since), year(self.to), language=language)

    def refuse(self, refusal: AppError) -> int:
        """Put REFUSAL into words beside the fields that it names; return its status."""
        named = {field.name: field for field in self}
        for name, words in refusal.errors.items():
            if name in named:
                named[name].errors = [*named[name].errors, str(words)]
            else:
                self.form_errors.append(str(words))
        return refusal.status


class CardForm(FiguresForm):
    """All that makes a card."""

    indicator = SelectField(lazy_gettext("Indicator"), validate_choice=False)
    note = TextAreaField(lazy_gettext("A few words to it"), filters=[stripped])

    def offer_indicators(self, groups: Iterable[tuple[str, Iterable[Indicator]]], language: str) -> None:
        """Let people choose among indicators, by theme."""
        self.indicator.choices = [option("", lazy_gettext("Choose an indicator")), *(
            option(one.code, one.names[language], name) for name, some in groups for one in some)]

    @property
    def more_is_used(self) -> bool:
        """Whether something stands, or is wrong, in the fields that are folded away."""
        return any(field.data or field.errors for field in (self.add, self.since, self.to, self.note))

    def card(self, language: str) -> Choice:
        """All that was chosen."""
        return Choice(typed(self.indicator), self.wanted(), year(self.since), year(self.to), typed(self.note), language)


def year(field: Field) -> int | None:
    """The year in FIELD; 0, which is none, for what is no number."""
    text: Any = typed(field)
    return (int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0) if text else None

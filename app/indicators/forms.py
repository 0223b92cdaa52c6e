"""What people choose for a chart or a card. The query checks it; the form only carries it there and back."""

from collections.abc import Iterable
from typing import Any, get_args

from flask_babel import lazy_gettext
from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput

from app.accounts.forms import Form, option, stripped, typed
from app.errors import AppError, Invalid
from app.indicators.choice import Choice
from app.indicators.frozen_parts import Form as Shape
from app.indicators.frozen_parts import Target
from app.indicators.importers.cells import number
from app.indicators.importers.rows import Unreadable
from app.indicators.queries import Circle
from app.indicators.sets import Set
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
    compare = SelectField(lazy_gettext("Median and spread of"), validate_choice=False)

    def offer(self, places: Iterable[Organisation]) -> None:
        """Let people tick PLACES."""
        self.municipalities.choices = [option(place.code, place.name) for place in places]

    def offer_comparisons(self, circles: Iterable[Circle], own: Organisation | None) -> None:
        """Let people compare with the networks CIRCLES, and with those like their OWN municipality."""
        self.compare.choices = [
            option("", lazy_gettext("Nobody")),
            *(option(f"network:{one.network.id}", one.network.name) for one in circles),
            *([option("similar", lazy_gettext("Municipalities of about the same size"))] if own else []),
            *([option("county", own.county.name)] if own and own.county else []),
            option("country", lazy_gettext("The whole country"))]

    def take(self, one: Set) -> None:
        """Choose what ONE stands for."""
        self.municipalities.data, self.compare.data, self.add.data = list(one.municipalities), one.compare, ""

    def pressed(self, one: Set) -> bool:
        """Whether that is what is chosen now."""
        return (set(self.municipalities.data or ()), typed(self.compare)) == (set(one.municipalities), one.compare) \
            and not typed(self.add)

    def keep_unknown(self, codes: Iterable[str]) -> None:
        """Show CODES that have no box where they can be put right."""
        self.add.data = ", ".join(filter(None, [typed(self.add), *sorted(codes)]))

    def wanted(self) -> tuple[str, ...]:
        """The municipalities that are ticked or written."""
        written = (name.strip() for name in typed(self.add).split(","))
        return (*(self.municipalities.data or ()), *filter(None, written))

    def choice(self, indicator: str, language: str) -> Choice:
        """All that was chosen."""
        return Choice(indicator, self.wanted(), year(self.since), year(self.to), language=language,
                      compare=typed(self.compare))

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

    indicator = StringField(lazy_gettext("Indicator"))
    note = TextAreaField(lazy_gettext("A few words to it"), filters=[stripped])
    form = RadioField(lazy_gettext("Shown as"), default="chart", validate_choice=False, choices=[
        option("chart", lazy_gettext("Over time")), option("bars", lazy_gettext("The last year, ranked")),
        option("table", lazy_gettext("A table"))])
    target_year = StringField(lazy_gettext("Target: year"), filters=[stripped])
    target_value = StringField(lazy_gettext("Target: value"), filters=[stripped])
    measures = BooleanField(lazy_gettext("Mark what was done, from the example bank"))

    @property
    def more_is_used(self) -> bool:
        """Whether something stands, or is wrong, in the fields that are folded away."""
        return self.form.data not in (None, "chart") or any(field.data or field.errors for field in (
            self.compare, self.target_year, self.target_value, self.measures))

    def card(self, language: str) -> Choice:
        """All that was chosen. Raise Invalid for a target that is none."""
        form: Shape = next((one for one in get_args(Shape) if one == self.form.data), "chart")
        return Choice(typed(self.indicator), self.wanted(), year(self.since), year(self.to), typed(self.note), language,
                      form, typed(self.compare), self.target(), bool(self.measures.data))

    def target(self) -> Target | None:
        """Where the municipality wants to be. Raise Invalid where only half of it, or no number, is written."""
        when, how_much = typed(self.target_year), typed(self.target_value)
        if not (when or how_much):
            return None
        errors = {}
        try:
            value = number(how_much)
        except Unreadable:
            errors["target_value"] = lazy_gettext("Write a number.")
        if not (when.isascii() and when.isdecimal() and 1000 <= int(when[:9]) <= 9999):
            errors["target_year"] = lazy_gettext("Write the year with four digits.")
        if errors:
            raise Invalid(errors=errors)
        return Target(int(when), value)


def year(field: Field) -> int | None:
    """The year in FIELD; 0, which is none, for what is no number."""
    text: Any = typed(field)
    return (int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0) if text else None

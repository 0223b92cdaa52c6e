"""What people send in about the indicators of a network."""

from collections.abc import Iterable

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, StringField, TextAreaField

from app.accounts.forms import option, stripped, typed
from app.errors import Invalid
from app.indicators.importers.cells import number
from app.indicators.importers.rows import Unreadable
from app.indicators.models import Indicator
from app.networks.models import Theme
from app.reported.service import Facts
from app.rooms.forms import Form


class IndicatorForm(Form):
    """What is counted, how, and how often."""

    name = StringField(lazy_gettext("Name"), filters=[stripped])
    definition = TextAreaField(lazy_gettext("What exactly is counted"), filters=[stripped])
    unit = StringField(lazy_gettext("Unit"), filters=[stripped])
    decimals = SelectField(lazy_gettext("Decimals"), coerce=int, default=0,
                           choices=[option(places, str(places)) for places in range(4)])
    direction = RadioField(lazy_gettext("Which way is better"), default="neutral", choices=[
        option("higher", lazy_gettext("Higher is better.")), option("lower", lazy_gettext("Lower is better.")),
        option("neutral", lazy_gettext("Neither up nor down is better in itself."))])
    every_years = SelectField(lazy_gettext("How often"), coerce=int, default=1, choices=[
        option(1, lazy_gettext("Every year")), option(2, lazy_gettext("Every second year")),
        option(4, lazy_gettext("Every fourth year"))])
    theme = SelectField(lazy_gettext("Theme"), coerce=int, default=0)

    def offer(self, themes: Iterable[Theme], language: str) -> None:
        """Let people choose among THEMES."""
        self.theme.choices = [option(0, lazy_gettext("None of them")),
                              *(option(one.id, one.label(language)) for one in themes)]

    @classmethod
    def of(cls, one: Indicator) -> "IndicatorForm":
        """As ONE is now."""
        return cls(formdata=None, data={
            "name": one.names["nb"], "definition": one.definitions["nb"], "unit": one.unit["nb"],
            "decimals": one.decimals, "direction": one.direction, "every_years": one.every_years,
            "theme": one.theme_id or 0})

    def facts(self) -> Facts:
        """What was filled in."""
        return Facts(typed(self.name), typed(self.definition), typed(self.unit), self.decimals.data or 0,
                     typed(self.direction), self.every_years.data or 0, self.theme.data or None)


def figures(typed_in: dict[int, str]) -> dict[int, float | None]:
    """By year, as people write numbers; empty takes a figure back. Raise Invalid that names the years."""
    found: dict[int, float | None] = {}
    errors = {}
    for year, text in typed_in.items():
        try:
            found[year] = number(text) if text else None
        except Unreadable:
            errors[f"year_{year}"] = lazy_gettext("Write a number.")
    if errors:
        raise Invalid(errors=errors)
    return found

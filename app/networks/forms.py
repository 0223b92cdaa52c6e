"""What is sent about networks."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput

from app.accounts.forms import LANGUAGES, Form, option, stripped, typed
from app.networks.models import Network, Organisation, Theme
from app.networks.service import Decision, Facts


class NetworkForm(Form):
    """What a network says about itself."""

    name = StringField(lazy_gettext("Name"), [
        DataRequired(lazy_gettext("A network needs a name.")), Length(max=100)], filters=[stripped])
    about = TextAreaField(lazy_gettext("What it is for"), [Length(max=2000)], filters=[stripped])
    themes = SelectMultipleField(lazy_gettext("Themes"), coerce=int, option_widget=CheckboxInput())
    programme = StringField(lazy_gettext("Programme"), [Length(max=100)], filters=[stripped])
    language = SelectField(lazy_gettext("Language of the network"), choices=LANGUAGES)
    version = IntegerField(widget=HiddenInput(), default=1, validators=[InputRequired()])

    def offer(self, themes: Sequence[Theme], locale: str) -> None:
        """Let people choose among THEMES."""
        self.themes.choices = [option(theme.id, theme.label(locale)) for theme in themes]

    def show(self, network: Network) -> None:
        """Fill in what NETWORK says now."""
        self.process(data={
            "name": network.name, "about": network.about, "language": network.language,
            "themes": [theme.id for theme in network.themes], "version": network.version,
            "programme": network.programme.name if network.programme else ""})

    def facts(self) -> Facts:
        """What was sent."""
        return Facts(typed(self.name), typed(self.about), typed(self.language), tuple(self.themes.data or ()),
                     typed(self.programme))


class MunicipalityForm(Form):
    """A municipality that takes part, and by what decision."""

    organisation_id = SelectField(lazy_gettext("Municipality"), coerce=int)
    body = StringField(lazy_gettext("Decided by"), [Length(max=100)], filters=[stripped])
    date = DateField(lazy_gettext("Date of the decision"), [Optional()])
    case_number = StringField(lazy_gettext("Case number"), [Length(max=50)], filters=[stripped])

    def offer(self, municipalities: Sequence[Organisation]) -> None:
        """Let people choose among MUNICIPALITIES, by county."""
        self.organisation_id.choices = [option(0, lazy_gettext("Choose"))] + [
            option(one.id, one.name, one.county.name if one.county else one.country)
            for one in municipalities]

    def decision(self) -> Decision:
        """What was sent."""
        return Decision(typed(self.body), self.date.data, typed(self.case_number))

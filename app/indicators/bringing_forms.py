"""What staff choose about a table that they bring. The page checks it against the table."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from app.accounts.forms import Form, option, stripped, typed
from app.indicators.importers.mapped import IN_HEADINGS, Columns, Sheet
from app.indicators.models import Indicator

COLUMNS = ("municipality", "year", "value", "status", "indicator")
FACTS = ("source", "table", "url")
GUESSES: Mapping[str, tuple[str, ...]] = {
    "municipality": ("kommunenummer", "kommunenr", "kommunekode", "kommunkod", "kommune", "kommun", "region"),
    "year": ("år", "year", "tid", "period", "periode"),
    "value": ("verdi", "värde", "value", "antall", "antal", "figure"),
    "status": ("status", "merknad", "anmärkning"),
    "indicator": ("indikator", "indicator", "nyckeltal")}


class UploadForm(Form):
    """A table to bring in."""

    file = FileField(lazy_gettext("File"))


class BringForm(Form):
    """Which column is which, and where the table is from. Checked by GET, released by POST."""

    class Meta:
        """No hidden field in addresses; `app.security` asks for the proof of a POST."""

        csrf = False

    municipality = SelectField(lazy_gettext("Municipality: its number or name"), validate_choice=False)
    year = SelectField(lazy_gettext("Year"), validate_choice=False)
    value = SelectField(lazy_gettext("Figure"), validate_choice=False)
    status = SelectField(lazy_gettext("Sign beside the figure"), validate_choice=False)
    code = SelectField(lazy_gettext("All figures are of"), validate_choice=False)
    indicator = SelectField(lazy_gettext("Column that names the indicator"), validate_choice=False)
    source = StringField(lazy_gettext("Who made the figures"), [Length(max=200)], filters=[stripped])
    table = StringField(lazy_gettext("Their table"), [Length(max=200)], filters=[stripped])
    url = StringField(lazy_gettext("Its address"), [Length(max=500)], filters=[stripped])
    retrieved = DateField(lazy_gettext("Fetched on"), [Optional()])
    name = StringField(lazy_gettext("Remember these choices as"), [Length(max=100)], filters=[stripped])
    partly = BooleanField(lazy_gettext("Leave out what is refused, and take the rest"))

    def offer(self, sheet: Sheet, indicators: Iterable[Indicator], language: str) -> None:
        """Let people choose among the columns of SHEET and INDICATORS."""
        columns = [option(heading, heading) for heading in sheet.headings]
        nothing = option("", lazy_gettext("No such column"))
        for field in (self.municipality, self.value):
            field.choices = [option("", lazy_gettext("Choose a column")), *columns]
        wide = [option(IN_HEADINGS, lazy_gettext("Each year has its own column"))] if len(sheet.years) > 1 else []
        self.year.choices = [option("", lazy_gettext("Choose a column")), *wide, *columns]
        self.status.choices = self.indicator.choices = [nothing, *columns]
        self.code.choices = [option("", lazy_gettext("Choose an indicator")), *(
            option(one.code, one.names[language]) for one in indicators)]

    def fill(self, chosen: Mapping[str, str]) -> None:
        """Begin with what was CHOSEN before."""
        for name in (*COLUMNS, *FACTS, "code", "name"):
            self[name].data = chosen.get(name, "")

    def guess(self, sheet: Sheet) -> None:
        """Begin with what the headings seem to say."""
        for name, headings in GUESSES.items():
            self[name].data = next((one for one in headings if one in sheet.headings), "")
        if not typed(self.year) and len(sheet.years) > 1:
            self.year.data = IN_HEADINGS

    def columns(self) -> Columns:
        """What was chosen."""
        chosen = {name: typed(self[name]) for name in COLUMNS}
        return Columns(**chosen, code="" if chosen["indicator"] else typed(self.code))

    def chosen(self) -> dict[str, str]:
        """All that is remembered."""
        return self.columns().chosen() | {name: typed(self[name]) for name in FACTS if typed(self[name])}

    def whole(self, sheet: Sheet) -> bool:
        """Whether what is needed is chosen, and there; what is not is said beside the fields."""
        columns = self.columns()
        missing = {name for name in COLUMNS if typed(self[name]) in columns.missing(sheet.headings)}
        missing |= {name for name in ("municipality", "year") if not typed(self[name])}
        if columns.year != IN_HEADINGS and not columns.value:
            missing.add("value")
        if not (columns.indicator or columns.code):
            missing.add("code")
        for name in missing:
            self[name].errors = [lazy_gettext("Choose one of these.")]
        return not missing

"""The form in which an example is written. The service checks it; the form only carries it there and back."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as Part
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, HiddenInput

from app.accounts.forms import Form, option, typed
from app.errors import AppError, Invalid
from app.examples.fields import CURRENCIES, LONG, Fields
from app.examples.labels import AUDIENCES, FIELDS, GEO, LANGUAGES, MEASURE_TYPES, STATUSES
from app.examples.models import Example
from app.permissions import Visibility

# Under a heading of the same name, a field asks what should stand there.
QUESTIONS = {
    "challenge": lazy_gettext("What was the problem?"), "objectives": lazy_gettext("What did you want to reach?"),
    "solution": lazy_gettext("What did you do, step by step?"),
    "results": lazy_gettext("What became different, and how do you know?"),
    "barriers": lazy_gettext("What was harder than you thought?"),
    "transferability": lazy_gettext("What can others use as it is, and what must they change?")}
NOT_SAID = option("", lazy_gettext("Not said"))
LINES = ("title", "summary", *LONG, "organisation", "start_date", "end_date", "funding", "cost_amount", "currency",
         "language", "measure_type", "status", "geo_character", "wanted_visibility", "location", "lat", "lon",
         "image_alt", "image_credit")
# where a refusal of the service is shown, if not at the field of the same name
SHOWN_AS = {"municipalities": "municipality", "cards": "card", "files": "uploads", "image_id": "picture",
            "gathering_id": "gathering"}
EMPTY_ROWS, MORE_ROWS = 2, 5  # more figures and links than there are so far


def words(name: str) -> StringField:
    """A field of one line."""
    return StringField(FIELDS[name])


def text(name: str) -> TextAreaField:
    """A field of many lines."""
    return TextAreaField(QUESTIONS.get(name, FIELDS[name]))


def ticks(label: Any) -> SelectMultipleField:
    """Boxes to tick, each a number."""
    return SelectMultipleField(label, coerce=int, option_widget=CheckboxInput(), validate_choice=False)


def pick(name: str, names: dict[Any, Any], *first: Any) -> SelectField:
    """One of NAMES."""
    return SelectField(FIELDS[name], choices=[*first, *(option(value, label) for value, label in names.items())])


def number(label: Any) -> SelectField:
    """One of a list whose values are ids; it is filled in later."""
    return SelectField(label, coerce=lambda value: int(value) if value else None, validate_choice=False)


class EffectForm(Part):
    """A figure that was measured."""

    measure = StringField(lazy_gettext("What was measured"))
    value = StringField(lazy_gettext("Figure"))
    unit = StringField(lazy_gettext("Unit"))
    year = StringField(lazy_gettext("Year"))
    indicator = SelectField(lazy_gettext("Is it one of our indicators?"), validate_choice=False)


class LinkForm(Part):
    """An address elsewhere."""

    url = StringField(lazy_gettext("Address"))
    label = StringField(lazy_gettext("What it is"))


class ExampleForm(Form):
    """The quick example, and below it all that can be told about it."""

    title, summary = words("title"), text("summary")
    themes = ticks(FIELDS["themes"])
    municipality, contact_id = number(FIELDS["municipalities"]), number(FIELDS["contact_id"])
    deputy_id, network_id = number(FIELDS["deputy_id"]), number(FIELDS["network_id"])
    wanted_visibility = RadioField(FIELDS["wanted_visibility"], default=Visibility.NETWORK, choices=[
        option(value, label) for value, label in AUDIENCES.items()])

    challenge, objectives = text("challenge"), text("objectives")
    solution, participants = text("solution"), text("participants")
    measure_type, status = pick("measure_type", MEASURE_TYPES, NOT_SAID), pick("status", STATUSES, NOT_SAID)
    political_decision = words("political_decision")
    together_with = ticks(lazy_gettext("Together with"))
    results = text("results")
    effects: "FieldList[FormField[EffectForm]]" = FieldList(FormField(EffectForm), FIELDS["effects"])
    cards = SelectMultipleField(FIELDS["cards"], option_widget=CheckboxInput(), validate_choice=False)
    card = StringField(lazy_gettext("Show one more indicator card"))
    cost_amount, funding, resources_text = words("cost_amount"), words("funding"), text("resources_text")
    currency = pick("currency", {code: code for code in CURRENCIES})
    start_date, end_date = words("start_date"), words("end_date")
    barriers, transferability, success_factors = text("barriers"), text("transferability"), text("success_factors")
    organisation, keywords, sdg_targets = words("organisation"), words("keywords"), words("sdg_targets")
    links: "FieldList[FormField[LinkForm]]" = FieldList(FormField(LinkForm), FIELDS["links"])
    files = ticks(FIELDS["files"])
    uploads = MultipleFileField(lazy_gettext("Attach files"))
    geo_character, language = pick("geo_character", GEO), pick("language", LANGUAGES)

    picture, image_id = FileField(FIELDS["image_id"]), IntegerField(widget=HiddenInput(), validators=[Optional()])
    no_picture = BooleanField(lazy_gettext("Show no picture"))
    image_alt, image_credit = words("image_alt"), words("image_credit")
    location, lat, lon = words("location"), words("lat"), words("lon")
    gathering = StringField(FIELDS["gathering_id"])

    source, inserted = HiddenField(), IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])
    version = IntegerField(widget=HiddenInput(), default=1, validators=[Optional()])

    def show(self, example: Example, files: Sequence[int]) -> None:
        """Fill in how EXAMPLE reads now; FILES are the ids of what is attached."""
        kept = {name: getattr(example, name) for name in self.data if hasattr(example, name)}
        places = [place.id for place in example.municipalities]
        self.process(data={
            **kept, "themes": [theme.id for theme in example.themes], "files": files,
            "municipality": places[0] if places else None, "together_with": places[1:],
            "keywords": ", ".join(example.keywords), "sdg_targets": ", ".join(example.sdg_targets),
            "cost_amount": plain(example.cost_amount), "lat": plain(example.lat), "lon": plain(example.lon),
            "gathering": f"/gatherings/{example.gathering_id}" if example.gathering_id else "",
            "effects": [{**one, "value": plain(one["value"])} for one in example.effects]})

    def put(self, name: str, value: Any) -> None:
        """Give a field another value than the one that was sent."""
        self[name].data, self[name].raw_data = value, None

    def leave_room(self, more: str = "", without: str = "") -> None:
        """Offer some empty rows below the figures and the links; some more below MORE, and not the row WITHOUT."""
        lists: list[FieldList[Any]] = [self.effects, self.links]
        for rows in lists:
            rows.entries = [row for row in rows.entries if row.name != without]
            filled = sum(any(row.data.values()) for row in rows)
            while len(rows) < filled + (MORE_ROWS if rows.name == more else EMPTY_ROWS):
                rows.append_entry()

    def fields(self) -> Fields:
        """What was written, by the names of the service."""
        given: Any = {name: typed(self[name]) for name in LINES}
        places = [self.municipality.data, *(self.together_with.data or [])]
        given |= {
            "themes": self.themes.data or [], "municipalities": [place for place in places if place],
            "network_id": self.network_id.data, "contact_id": self.contact_id.data, "deputy_id": self.deputy_id.data,
            "gathering_id": last_number(typed(self.gathering)),
            "image_id": None if self.no_picture.data else self.image_id.data,
            "effects": self.effects.data, "links": self.links.data,
            "keywords": typed(self.keywords).split(","), "sdg_targets": typed(self.sdg_targets).split(","),
            "cards": [*(self.cards.data or []), card_key(typed(self.card))], "files": self.files.data or []}
        found: Fields = given
        return found

    def check(self) -> None:
        """Raise Invalid when a field cannot even be read."""
        if not self.validate():
            raise Invalid(errors={name: str(found[0]) for name, found in self.errors.items() if name})

    def refuse(self, refusal: AppError) -> int:
        """Put REFUSAL into words beside the fields it names, or above them all; return its status."""
        for name, said in refusal.errors.items():
            field = SHOWN_AS.get(name, name)
            if field in self:
                self[field].errors = [str(said)]
            else:
                self.form_errors.append(str(said))
        if not refusal.errors:
            self.form_errors.append(str(refusal.title))
        return refusal.status


def plain(value: float | None) -> str:
    """A number as one would type it."""
    return "" if value is None else f"{value:.12g}"


def last_number(address: str) -> int | None:
    """The id at the end of an ADDRESS that was pasted; -1, which is nobody's, where there is none."""
    number = address.strip().rstrip("/").rpartition("/")[2]
    return (int(number) if number.isdecimal() and len(number) < 10 else -1) if address.strip() else None


def card_key(typed: str) -> str:
    """The key of a card whose address was pasted: «https://…/cards/7» is card:7."""
    number = typed.strip().rstrip("/").rpartition("/")[2].removeprefix("card:")
    return f"card:{number}" if typed.strip() else ""

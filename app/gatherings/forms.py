"""What people send about a gathering."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf.file import MultipleFileField
from wtforms import (
    DateTimeLocalField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import Form as Part
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput

from app.accounts.forms import Form, option, stripped, typed
from app.files.models import File
from app.gatherings import times
from app.gatherings.models import AgendaItem, Gathering
from app.gatherings.service import TOO_EARLY, Facts, Point
from app.i18n import ZONE
from app.networks.models import Network

ROWS, MORE_ROWS, MOST_ROWS = 6, 4, 60
MOST_DAYS = 5
MOMENT, CLOCK = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"], ["%H:%M", "%H:%M:%S", "%H.%M"]
NO_DATE, NO_CLOCK = lazy_gettext("Write a date and a time."), lazy_gettext("Write a time, such as 09:30.")


def this_century(form: Form, field: DateTimeLocalField) -> None:
    """A year like 0026 is a slip of the hand, and no clock reaches it."""
    if field.data and not 2000 <= field.data.year < 2100:
        raise ValidationError(lazy_gettext("Look at the year."))


def number(text: str | int) -> int:
    """What may be the number of a row."""
    if not 0 < int(text) < 2**31:
        raise ValueError
    return int(text)


MOMENTS: dict[str, Any] = {"validators": [InputRequired(NO_DATE), this_century], "format": MOMENT, "tz": ZONE,
                           "invalid_value_message": NO_DATE}
CLOCKS: dict[str, Any] = {"validators": [Optional()], "format": CLOCK, "invalid_value_message": NO_CLOCK}


class PointForm(Part):
    """A line of the agenda."""

    id = IntegerField(widget=HiddenInput(), validators=[Optional()])
    day = SelectField(lazy_gettext("Day"), choices=[option(day, str(day)) for day in range(1, MOST_DAYS + 1)],
                      coerce=int, default=1)
    clock = TimeField(lazy_gettext("Time"), **CLOCKS)
    minutes = IntegerField(lazy_gettext("Minutes"), [Optional(), NumberRange(
        1, 24 * 60, lazy_gettext("Write how many minutes it takes."))])
    title = StringField(lazy_gettext("What"), [Length(max=200)], filters=[stripped])
    host = StringField(lazy_gettext("Who leads it"), [Length(max=100)], filters=[stripped])


class GatheringForm(Form):
    """What a gathering says about itself, with its agenda."""

    title = StringField(lazy_gettext("Title"), [
        DataRequired(lazy_gettext("A gathering needs a title.")), Length(max=200)], filters=[stripped])
    starts_at = DateTimeLocalField(lazy_gettext("Starts"), **MOMENTS)
    ends_at = DateTimeLocalField(lazy_gettext("Ends"), **MOMENTS)
    place = StringField(lazy_gettext("Place"), [Length(max=200)], filters=[stripped])
    host_id = SelectField(lazy_gettext("Host municipality"), coerce=int, default=0)
    about = TextAreaField(lazy_gettext("What it is about"), [Length(max=10_000)], filters=[stripped])
    agenda = FieldList(FormField(PointForm), lazy_gettext("Agenda"), max_entries=MOST_ROWS)
    version = IntegerField(widget=HiddenInput(), default=1, validators=[InputRequired()])

    def offer(self, network: Network) -> None:
        """Let people choose among the municipalities of NETWORK."""
        self.host_id.choices = [option(0, lazy_gettext("Not decided"))] + [
            option(one.organisation_id, one.organisation.name) for one in network.participations]

    def show(self, gathering: Gathering) -> None:
        """Fill in what GATHERING says now."""
        self.process(data={
            "title": gathering.title, "place": gathering.place, "about": gathering.about,
            "host_id": gathering.host_id or 0, "version": gathering.version,
            "starts_at": gathering.starts_at, "ends_at": gathering.ends_at,
            "agenda": [row(item) for item in gathering.agenda]})

    def add_rows(self, number: int) -> None:
        """Room for NUMBER more points."""
        for _ in range(min(number, MOST_ROWS - len(self.agenda))):
            self.agenda.append_entry()

    def catch_up(self, gathering: Gathering) -> None:
        """Somebody was first: keep what was typed, take in what was added, and know what was seen."""
        typed_ids = {entry.form.id.data for entry in self.agenda}
        for item in gathering.agenda:
            if item.id not in typed_ids:
                self.agenda.append_entry(row(item))
        self.version.data, self.version.raw_data = gathering.version, None

    def validate(self, extra_validators: Any = None) -> bool:
        """As any form; what is wrong in the agenda is said in words that name its line."""
        fine = super().validate(extra_validators)
        self.agenda.errors = [
            f"{entry.form.title.data or number}: {error}" for number, entry in enumerate(self.agenda, 1)
            for errors in entry.form.errors.values() for error in errors]
        return bool(fine)

    def validate_ends_at(self, field: DateTimeLocalField) -> None:
        """A gathering lasts a day or a few."""
        if self.starts_at.data and field.data and field.data <= self.starts_at.data:
            raise ValidationError(TOO_EARLY)
        if self.days() > MOST_DAYS:
            raise ValidationError(lazy_gettext("A gathering lasts at most %(days)s days.", days=MOST_DAYS))

    def validate_agenda(self, field: "FieldList[FormField[PointForm]]") -> None:
        """No point lies on a day that the gathering does not have."""
        late = [part for part in (entry.form for entry in field)
                if part.title.data and part.clock.data and 0 < self.days() < (part.day.data or 1)]
        for part in late:
            part.day.errors = [lazy_gettext("The gathering has no such day.")]
        if late:
            raise ValidationError

    def days(self) -> int:
        """How many days it lasts; 0 until both ends are known."""
        starts, ends = self.starts_at.data, self.ends_at.data
        return (ends.date() - starts.date()).days + 1 if starts and ends else 0

    def facts(self) -> Facts:
        """What was sent."""
        starts, ends = self.starts_at.data, self.ends_at.data
        assert starts and ends
        return Facts(title=typed(self.title), place=typed(self.place), about=typed(self.about), starts_at=starts,
                     ends_at=ends, host_id=self.host_id.data or None, agenda=tuple(self.points(starts.date())))

    def points(self, first: date) -> Iterable[Point]:
        """The lines of the agenda that say something, or that did; FIRST is the day that it starts."""
        for one in (entry.form for entry in self.agenda):
            if one.title.data or one.id.data:
                starts_at = times.at(first, one.day.data, one.clock.data) if one.clock.data else None
                yield Point(typed(one.title), starts_at, one.minutes.data, typed(one.host), one.id.data)


class AnswerForm(Form):
    """Whether one comes: `answer` is the button that was pressed."""

    note = StringField(lazy_gettext("A word to the hosts"), [Length(max=300)], filters=[stripped])


class MaterialForm(Form):
    """Files for a point of the agenda: new ones, or some that one has sent before."""

    files = MultipleFileField(lazy_gettext("Files"))
    earlier = SelectMultipleField(lazy_gettext("From your earlier uploads"), coerce=number,
                                  option_widget=CheckboxInput(), validate_choice=False)

    def offer(self, files: Sequence[File]) -> None:
        """Let people choose among their own FILES."""
        self.earlier.choices = [option(file.id, file.name) for file in files]


def row(item: AgendaItem) -> dict[str, Any]:
    """A point of the agenda as the form holds it."""
    starts = times.shown(item.starts_at) if item.starts_at else None
    return {"id": item.id, "title": item.title, "host": item.host, "minutes": item.minutes,
            "day": times.day_of(item.gathering, item.starts_at) if item.starts_at else 1,
            "clock": starts.time() if starts else None}

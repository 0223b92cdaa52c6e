"""What people send about goals. The service checks it; forms only read numbers and carry the rest there and back."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext
from wtforms import DateField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from app.accounts.forms import option, typed
from app.accounts.models import Person
from app.errors import Invalid
from app.examples.models import Example
from app.goals.facts import ActionFacts, GoalFacts, MonitoringFacts
from app.goals.labels import DIRECTIONS, STATUSES
from app.goals.models import Action, ActionStatus, Direction, Goal
from app.indicators.forms import year
from app.indicators.importers.cells import number
from app.indicators.importers.rows import Unreadable
from app.indicators.models import Indicator
from app.permissions import Visibility
from app.plans.models import Plan
from app.rooms.forms import Form as Refusable


class Form(Refusable):
    """A form with numbers as people write them, and a version: who was overtaken is told."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """Which version was edited."""
        text = typed(self.version)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

    def numbers(self, *names: str) -> dict[str, float | None]:
        """What stands in these fields, as numbers. Raise Invalid, naming all that are none."""
        found, errors = {}, {}
        for name in names:
            try:
                found[name] = number(typed(self[name])) if typed(self[name]).strip() else None
            except Unreadable:
                errors[name] = lazy_gettext("Write a number, for example 1 850 000.")
        if errors:
            raise Invalid(errors=errors)
        return found

    def differing(self, theirs: "Form") -> dict[str, str]:
        """Label -> what THEIRS says, in the fields that say something else."""
        return {str(field.label.text): _words(theirs[field.name]) for field in self
                if field.name not in ("version", "csrf_token") and _words(field) != _words(theirs[field.name])}


class GoalForm(Form):
    """All of a goal."""

    title = StringField(lazy_gettext("What you want to reach"))
    about = TextAreaField(lazy_gettext("Why, in a few words"))
    indicator = SelectField(lazy_gettext("Indicator"), validate_choice=False)
    unit = StringField(lazy_gettext("What is counted"))
    direction = SelectField(lazy_gettext("Which way is better"), validate_choice=False, choices=[
        option("", lazy_gettext("As the indicator says")), *(option(key, words) for key, words in DIRECTIONS.items())])
    baseline_year = StringField(lazy_gettext("Baseline year"))
    baseline_value = StringField(lazy_gettext("Value in the baseline year"))
    baseline_source = StringField(lazy_gettext("Where that value is from"))
    target_year = StringField(lazy_gettext("Target year"))
    target_value = StringField(lazy_gettext("Target value"))
    target_percent = StringField(lazy_gettext("or per cent better than the baseline"))
    plan_id = SelectField(lazy_gettext("Plan"), validate_choice=False)
    begins_on = DateField(lazy_gettext("Monitoring counts from"), [Optional()])
    contact_id = SelectField(lazy_gettext("Who answers for it"), validate_choice=False)
    deputy_id = SelectField(lazy_gettext("Deputy"), validate_choice=False)
    visibility = RadioField(lazy_gettext("Who sees it"), default=Visibility.NETWORK, validate_choice=False, choices=[
        option(Visibility.NETWORK, lazy_gettext("The network")), option(Visibility.PUBLIC, lazy_gettext("Everybody"))])

    def offer(self, indicators: Iterable[Indicator], people: Iterable[Person], plans: Iterable[Plan],
              language: str) -> None:
        """What can be chosen, in LANGUAGE."""
        some = [option(one.id, one.name) for one in people]
        self.indicator.choices = [option("", lazy_gettext("Something that we have no statistics for")),
                                  *(option(one.code, one.names[language]) for one in indicators)]
        self.contact_id.choices = some
        self.deputy_id.choices = [option("", lazy_gettext("Nobody")), *some]
        self.plan_id.choices = [option("", lazy_gettext("None")), *(option(one.id, one.title) for one in plans)]

    @classmethod
    def of(cls, goal: Goal) -> "GoalForm":
        """As GOAL is now. What the statistics or a percentage gave is not written out: it is taken again."""
        own, by_percent = goal.release_id is None, goal.target_percent is not None
        return cls(formdata=None, data={
            "title": goal.title, "about": goal.about, "unit": goal.unit, "direction": goal.direction.value,
            "indicator": goal.indicator.code if goal.indicator else "", "baseline_year": goal.baseline_year,
            "baseline_value": plain(goal.baseline_value) if own else "",
            "baseline_source": goal.baseline_source if own else "", "target_year": goal.target_year,
            "target_value": "" if by_percent else plain(goal.target_value),
            "target_percent": plain(goal.target_percent), "plan_id": goal.plan_id or "", "begins_on": goal.begins_on,
            "contact_id": goal.contact_id, "deputy_id": goal.deputy_id or "", "visibility": goal.visibility.value,
            "version": goal.version})

    def facts(self) -> GoalFacts:
        """What was filled in. Raise Invalid for what is no number."""
        amounts = self.numbers("baseline_value", "target_value", "target_percent")
        way = typed(self.direction)
        return GoalFacts(
            title=typed(self.title), about=typed(self.about), indicator=typed(self.indicator), unit=typed(self.unit),
            direction=Direction(way) if way in list(Direction) else None, baseline_year=year(self.baseline_year) or 0,
            baseline_source=typed(self.baseline_source), target_year=year(self.target_year) or 0,
            contact_id=chosen(self.contact_id) or 0, deputy_id=chosen(self.deputy_id), plan_id=chosen(self.plan_id),
            visibility=Visibility.PUBLIC if typed(self.visibility) == Visibility.PUBLIC else Visibility.NETWORK,
            begins_on=self.begins_on.data, **amounts)


class ActionForm(Form):
    """Something that is done."""

    title = StringField(lazy_gettext("What is done"))
    about = TextAreaField(lazy_gettext("How, in a few words"))
    status = SelectField(lazy_gettext("How far it is"), validate_choice=False,
                         choices=[option(key, words) for key, words in STATUSES.items()])
    responsible = StringField(lazy_gettext("Person or unit that does it"))
    from_year = StringField(lazy_gettext("From year"))
    to_year = StringField(lazy_gettext("To year"))
    cost = StringField(lazy_gettext("What it costs"))
    effect = StringField(lazy_gettext("Expected effect a year"))
    example_id = SelectField(lazy_gettext("Example that tells of it"), validate_choice=False)

    def offer_examples(self, examples: Iterable[Example]) -> None:
        """Those that one may read."""
        self.example_id.choices = [option("", lazy_gettext("None")), *(option(one.id, one.title) for one in examples)]

    @classmethod
    def of(cls, action: Action) -> "ActionForm":
        """As ACTION is now."""
        return cls(formdata=None, data={
            "title": action.title, "about": action.about, "status": action.status.value,
            "responsible": action.responsible, "from_year": action.from_year or "", "to_year": action.to_year or "",
            "cost": plain(action.cost), "effect": plain(action.effect), "example_id": action.example_id or "",
            "version": action.version})

    def facts(self) -> ActionFacts:
        """What was filled in. Raise Invalid for what is no number."""
        return ActionFacts(
            title=typed(self.title), about=typed(self.about), status=status_of(typed(self.status)),
            responsible=typed(self.responsible), from_year=year(self.from_year), to_year=year(self.to_year),
            example_id=chosen(self.example_id), **self.numbers("cost", "effect"))


class MonitoringForm(Form):
    """What was found."""

    year = StringField(lazy_gettext("Year of the value"))
    value = StringField(lazy_gettext("Value"))
    source = StringField(lazy_gettext("Where the value is from"))
    words = TextAreaField(lazy_gettext("What went well, what did not, what is next"))

    def facts(self, statuses: dict[int, ActionStatus]) -> MonitoringFacts:
        """What was filled in, with how far each action is. Raise Invalid for what is no number."""
        return MonitoringFacts(words=typed(self.words), year=year(self.year), source=typed(self.source),
                               statuses=statuses, **self.numbers("value"))


def chosen(field: Field) -> int | None:
    """The number that was chosen in a list; 0, which is none, for what stands in no list."""
    text: Any = typed(field)
    return (int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0) if text else None


def status_of(text: str) -> ActionStatus:
    """How far an action is, as it was sent."""
    return ActionStatus(text) if text in list(ActionStatus) else ActionStatus.PLANNED


def plain(value: float | None) -> str:
    """VALUE to be edited: with a decimal comma, and no more digits than it has."""
    return "" if value is None else f"{value:.10g}".replace(".", ",")


def _words(field: Field) -> str:
    choices = {str(choice.value): str(choice.label) for choice in getattr(field, "choices", None) or ()}
    text = "" if field.data is None else str(field.data).replace("\r\n", "\n").strip()
    return choices.get(text, text)

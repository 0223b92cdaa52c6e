"""How what people say becomes a goal: the baseline is looked up once and stays, the target is counted from it."""

from collections.abc import Iterable

from flask_babel import lazy_gettext

from app.accounts.models import Person
from app.accounts.queries import coordinators
from app.errors import Invalid
from app.goals import queries
from app.goals.facts import ActionFacts, GoalFacts, clean, line, possible
from app.goals.models import Action, Direction, Goal, Monitoring
from app.i18n import today
from app.indicators import queries as indicators
from app.indicators.models import Indicator, Observation
from app.networks.models import Organisation
from app.permissions import Actor, Visibility
from app.plans.models import Plan

NAMED = 12  # years with figures that are offered instead of one without


def fill(actor: Actor, goal: Goal, place: Organisation, facts: GoalFacts) -> None:
    """Let GOAL of PLACE say FACTS, which were checked alone. Raise Invalid for what the statistics do not bear."""
    about = _indicator(actor, place, facts.indicator)
    goal.title, goal.about, goal.unit = line(facts.title), clean(facts.about), "" if about else line(facts.unit)
    goal.direction = facts.direction or _direction(about)
    goal.visibility = Visibility.PUBLIC if facts.visibility == Visibility.PUBLIC else Visibility.NETWORK
    _baseline(actor, goal, place, about, facts)
    goal.indicator_id = about.id if about else None
    _target(goal, facts)
    _people(actor, goal, place, facts)
    plan = _plan(actor, place, facts.plan_id)
    goal.plan_id = plan.id if plan else None
    goal.begins_on = facts.begins_on or (plan and plan.adopted_on) or today()
    goal.due_on = goal.next_due


def fill_action(actor: Actor, action: Action, goal: Goal, facts: ActionFacts) -> None:
    """Let ACTION of GOAL say FACTS. Raise Invalid for an example that ACTOR may not read."""
    if facts.example_id is not None and facts.example_id != action.example_id:
        readable = queries.examples(actor, goal.organisation, [facts.example_id])
        if facts.example_id not in {one.id for one in readable}:
            raise Invalid(errors={"example_id": lazy_gettext("Choose one of the list.")})
    action.title, action.about, action.responsible = line(facts.title), clean(facts.about), line(facts.responsible)
    action.status, action.from_year, action.to_year = facts.status, facts.from_year, facts.to_year
    action.cost, action.effect, action.example_id = facts.cost, facts.effect, facts.example_id


def take_newest(actor: Actor, found: Monitoring, goal: Goal, year: int | None) -> None:
    """Let FOUND hold the newest figure of the statistics, or that of YEAR, with where it is from; if there is one."""
    if goal.indicator is None:
        return
    figures = queries.figures(actor, goal.organisation, goal.indicator)
    figure = next((one for one in reversed(figures) if year in (None, one.year)), None)
    if figure is None and year is not None:
        raise Invalid(errors={"year": _no_figure(goal.organisation, year, figures)})
    if figure:
        found.year, found.value, found.release_id = figure.year, figure.value, figure.release_id
        found.source = source_of(figure)


def who_is_told(actor: Actor, goal: Goal, late: bool) -> Iterable[Person]:
    """Who answers for GOAL; when it is LATE also their deputy, and who coordinates the network."""
    others = [*([goal.deputy] if goal.deputy else []), *coordinators(actor, [goal.network_id])[goal.network_id]]
    here = [goal.contact] if goal.contact and goal.contact.active else []
    return dict.fromkeys([*here, *(others if late or not here else [])])


def source_of(figure: Observation) -> str:
    """Who says so, in which table."""
    release = figure.release
    return f"{release.source}, {release.table_id}" if release.table_id else release.source


def _indicator(actor: Actor, place: Organisation, code: str) -> Indicator | None:
    known = {one.code: one for one in indicators.indicators(actor) if one.country == place.country} if code else {}
    if code and code not in known:
        raise Invalid(errors={"indicator": lazy_gettext("Choose one of the list.")})
    return known.get(code)


def _direction(about: Indicator | None) -> Direction:
    if about is None or about.direction not in list(Direction):
        raise Invalid(errors={"direction": lazy_gettext("Say which way is better.")})
    return Direction(about.direction)


def _baseline(actor: Actor, goal: Goal, place: Organisation, about: Indicator | None, facts: GoalFacts) -> None:
    same = goal.release_id and (goal.baseline_year, goal.indicator_id) == (facts.baseline_year, about and about.id)
    if facts.baseline_value is None and same:
        return  # frozen: newer figures of that year change nothing
    goal.baseline_year, goal.baseline_on, goal.release_id = facts.baseline_year, None, None
    if facts.baseline_value is not None:
        goal.baseline_value, goal.baseline_source = facts.baseline_value, line(facts.baseline_source)
        return
    assert about is not None  # check_goal has seen to it
    figures = queries.figures(actor, place, about)
    figure = next((one for one in figures if one.year == facts.baseline_year), None)
    if figure is None or figure.value is None:
        raise Invalid(errors={"baseline_year": _no_figure(place, facts.baseline_year, figures)})
    goal.baseline_value, goal.baseline_source = figure.value, source_of(figure)
    goal.baseline_on, goal.release_id = figure.release.retrieved_on, figure.release_id


def _no_figure(place: Organisation, year: int, figures: list[Observation]) -> object:
    if not figures:
        return lazy_gettext("The statistics have no figures for %(name)s. Write the value and where it is from.",
                            name=place.name)
    return lazy_gettext("The statistics have no figure for %(name)s in %(year)s. They have %(years)s.", name=place.name,
                        year=year, years=", ".join(str(one.year) for one in figures[-NAMED:]))


def _target(goal: Goal, facts: GoalFacts) -> None:
    lower = goal.direction == Direction.LOWER
    value = facts.target_value
    if value is None:
        if not goal.baseline_value:
            raise Invalid(errors={"target_percent": lazy_gettext(
                "A percentage of zero says nothing: write a value.")})
        change = abs(goal.baseline_value) * (facts.target_percent or 0) / 100
        value = goal.baseline_value + (-change if lower else change)
    if not possible(value):
        raise Invalid(errors={"target_percent": lazy_gettext("This number is too large.")})
    if (value > goal.baseline_value) if lower else (value < goal.baseline_value):
        raise Invalid(errors={"target_value": lazy_gettext(
            "This is worse than the baseline, which is %(value)s.", value=f"{goal.baseline_value:g}")})
    goal.target_year, goal.target_value, goal.target_percent = facts.target_year, value, facts.target_percent


def _people(actor: Actor, goal: Goal, place: Organisation, facts: GoalFacts) -> None:
    known = {one.id for one in queries.people(actor, place, goal.network_id)} | {goal.contact_id, goal.deputy_id}
    if facts.contact_id not in known or not facts.contact_id:
        raise Invalid(errors={"contact_id": lazy_gettext("Choose one of the list.")})
    if facts.deputy_id is not None and facts.deputy_id not in known:
        raise Invalid(errors={"deputy_id": lazy_gettext("Choose one of the list.")})
    goal.contact_id, goal.deputy_id = facts.contact_id, facts.deputy_id


def _plan(actor: Actor, place: Organisation, plan_id: int | None) -> Plan | None:
    if plan_id is None:
        return None
    found = next((one for one in queries.plans(actor, place) if one.id == plan_id), None)
    if found is None:
        raise Invalid(errors={"plan_id": lazy_gettext("Choose one of the list.")})
    return found

"""Everything that changes goals. Each verb asks, changes and tells `goal_changed`, in one transaction."""


from flask_babel import lazy_gettext

from app import mail, outbox
from app.accounts.models import Person
from app.accounts.session import actor_of
from app.database import db, now
from app.errors import Conflict, Invalid, Missing
from app.goals import filling, letters, queries
from app.goals.facts import ActionFacts, GoalFacts, MonitoringFacts, check_action, check_goal, check_monitoring
from app.goals.facts import clean as cleaned
from app.goals.facts import line as one_line
from app.goals.models import Action, Goal, Monitoring
from app.i18n import today
from app.indicators import service as indicators
from app.indicators.choice import Choice
from app.indicators.frozen_parts import Target
from app.indicators.models import SnapshotCard
from app.networks.models import Organisation
from app.permissions import Actor, Can, Visibility, reads, require, require_site


def create(actor: Actor, place: Organisation, network_id: int, facts: GoalFacts) -> Goal:
    """A new goal of PLACE, shared with a network. Raise Missing, Denied, or Invalid with the fields named."""
    require_site(actor)
    check_goal(facts, today().year)
    with db.transaction() as session:
        goal = Goal(organisation_id=place.id, network_id=network_id, created_by_id=actor.id,
                    visibility=Visibility.NETWORK, language=session.get_one(Person, actor.id).language)
        require(actor, Can.EDIT_GOAL, goal)
        if network_id not in {one.id for one in queries.shared_with(actor, place)}:
            raise Missing
        filling.fill(actor, goal, place, facts)
        session.add(goal)
        _changed(goal)
        return goal


def edit(actor: Actor, goal_id: int, facts: GoalFacts, version: int) -> Goal:
    """Change a goal. Raise Conflict if somebody changed it since VERSION; nothing is lost on either side."""
    require_site(actor)
    check_goal(facts, today().year)
    with db.transaction():
        goal = queries.goal(actor, goal_id, Can.EDIT_GOAL, hold=True)
        if version != goal.version:
            raise Conflict
        filling.fill(actor, goal, goal.organisation, facts)
        goal.version += 1
        _changed(goal)
        return goal


def set_removed(actor: Actor, goal_id: int, gone: bool) -> Goal:
    """Take a goal away, or bring it back with all that belongs to it."""
    with db.transaction():
        goal = queries.goal(actor, goal_id, Can.EDIT_GOAL, hold=True, removed=True)
        goal.removed_at = now() if gone else None
        _changed(goal)
        return goal


def add_action(actor: Actor, goal_id: int, facts: ActionFacts) -> Action:
    """Something that is done for a goal."""
    check_action(facts)
    with db.transaction() as session:
        goal = queries.goal(actor, goal_id, Can.EDIT_GOAL)
        action = Action(goal_id=goal.id)
        filling.fill_action(actor, action, goal, facts)
        session.add(action)
        _changed(goal)
        return action


def edit_action(actor: Actor, action_id: int, facts: ActionFacts, version: int) -> Action:
    """Change what is done. Raise Conflict if somebody changed it since VERSION."""
    check_action(facts)
    with db.transaction():
        action = queries.action(actor, action_id, Can.EDIT_GOAL)
        queries.goal(actor, action.goal_id, Can.EDIT_GOAL, hold=True)
        if version != action.version:
            raise Conflict
        filling.fill_action(actor, action, action.goal, facts)
        action.version += 1
        _changed(action.goal)
        return action


def set_action_removed(actor: Actor, action_id: int, gone: bool) -> Action:
    """Take an action away, or bring it back. What monitorings say of it stays."""
    with db.transaction():
        action = queries.action(actor, action_id, Can.EDIT_GOAL, removed=True)
        action.removed_at = now() if gone else None
        _changed(action.goal)
        return action


def monitor(actor: Actor, goal_id: int, facts: MonitoringFacts) -> Monitoring:
    """Keep what was found today: how far the actions are, and a value. It is never changed afterwards."""
    check_monitoring(facts, today().year)
    with db.transaction() as session:
        goal = queries.goal(actor, goal_id, Can.EDIT_GOAL, hold=True)
        found = Monitoring(author_id=actor.id, made_on=today(), year=facts.year, value=facts.value,
                           source=one_line(facts.source), words=cleaned(facts.words))
        if facts.value is None:
            filling.take_newest(actor, found, goal, facts.year)
        for action in goal.actions:
            action.status = facts.statuses.get(action.id, action.status)
        found.statuses = [{"action": one.id, "title": one.title, "status": one.status} for one in goal.actions]
        if not found.words and found.value is None and not found.statuses:
            raise Invalid(errors={"words": lazy_gettext("Say what you found.")})
        goal.monitorings.append(found)
        goal.due_on = goal.next_due
        session.flush()
        _changed(goal)
        return found


def make_card(actor: Actor, goal_id: int) -> SnapshotCard:
    """Freeze what the statistics say of a goal, with its target. Only ACTOR sees the card until it is put somewhere."""
    goal = queries.goal(actor, goal_id)
    if goal.indicator is None:
        raise Invalid(lazy_gettext("There are no statistics for this goal, so there is no card."))
    return indicators.make_card(actor, Choice(
        goal.indicator.code, (goal.organisation.code,), since=goal.baseline_year,
        target=Target(goal.target_year, goal.target_value), note=goal.title, measures=True))


def remind_all(actor: Actor) -> None:
    """Hand every goal that falls due within a month to the outbox, each to be written about by itself."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction():
        for goal_id, late in queries.to_remind(actor, today(), today() + queries.AHEAD):
            outbox.tell("goal_due", goal_id=goal_id, late=late)


def remind(actor: Actor, goal_id: int, late: bool) -> None:
    """Write to who answers for a goal that monitoring is due; LATE: to the deputy and the coordinators too.

    Once for each time that it is due, and only to those who may read the goal now.
    """
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        goal = session.get(Goal, goal_id, with_for_update=True)
        told = (goal.told_late if late else goal.told_due) if goal else None
        if goal is None or goal.removed_at or goal.due_on is None or told == goal.due_on:
            return
        for person in filling.who_is_told(actor, goal, late):
            if person.active and reads(actor_of(person), goal):
                mail.post(person.email, *letters.due(person, goal, late))
        goal.told_due = goal.due_on
        goal.told_late = goal.due_on if late else goal.told_late


def _changed(goal: Goal) -> None:
    """Say so, and let what was read before be read again."""
    goal.updated_at = now()
    db.session.flush()
    db.session.expire(goal, ["actions", "contact", "deputy", "indicator"])
    outbox.tell("goal_changed", goal_id=goal.id)

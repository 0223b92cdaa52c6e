"""What the municipalities of the demonstration want to reach: invented, and each goal says so; the figures are real."""

from datetime import timedelta
from typing import cast

from app.database import at
from app.demo.script import Facts, Script, items, moment
from app.goals import service as goals
from app.goals.facts import ActionFacts, GoalFacts, MonitoringFacts
from app.goals.models import ActionStatus, Direction
from app.permissions import Visibility

SAME = ("title", "about", "indicator", "unit", "baseline_year", "baseline_value", "baseline_source", "target_year",
        "target_value", "target_percent")
WRITTEN = timedelta(days=1)  # after monitoring began to count, the goal is there


def load(script: Script) -> None:
    """Each goal written by its contact, with its actions, then what was found."""
    for facts in items("goals.json"):
        actor, begins = script.actor(facts["contact_person"]), moment(facts["begins_days_ago"])
        with at(begins + WRITTEN):
            goal = goals.create(actor, script.places[facts["municipality"]], script.networks[facts["network"]].id,
                                _goal(script, facts))
            for action in facts["actions"]:
                goals.add_action(actor, goal.id, ActionFacts(**{**action, "status": ActionStatus(action["status"])}))
        for found in facts["monitoring"]:
            with at(moment(found.pop("days_ago"))):
                goals.monitor(actor, goal.id, MonitoringFacts(**found))


def _goal(script: Script, facts: Facts) -> GoalFacts:
    said = {name: facts[name] for name in SAME if name in facts}
    deputy, way = facts.get("deputy"), facts.get("direction")
    return GoalFacts(**cast(Facts, {
        **said, "contact_id": script.people[facts["contact_person"]].id, "visibility": Visibility(facts["visibility"]),
        "deputy_id": script.people[deputy].id if deputy else None, "direction": Direction(way) if way else None,
        "begins_on": moment(facts["begins_days_ago"]).date()}))

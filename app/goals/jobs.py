"""What the worker does for goals at its time: letters that say that monitoring is due."""

from app.goals import service
from app.outbox import Facts, on
from app.permissions import SYSTEM
from app.schedule import daily


@daily("06:30")
def remind_of_monitoring() -> None:
    """One job for each goal, so that a letter that cannot be written holds up no other."""
    service.remind_all(SYSTEM)


@on("goal_due")
def write_to_who_answers(facts: list[Facts]) -> None:
    """Nothing is written twice: the goal knows for which day it was."""
    for fact in facts:
        service.remind(SYSTEM, fact["goal_id"], fact["late"])

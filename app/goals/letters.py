"""The letter that says that monitoring is due: (subject, text), in the language of the one who gets it."""

from flask_babel import force_locale, gettext

from app.accounts.letters import Letter, address
from app.accounts.models import Person
from app.goals.models import Goal
from app.i18n import due_words


def due(person: Person, goal: Goal, late: bool) -> Letter:
    """To PERSON, about GOAL; LATE: the day has passed."""
    with force_locale(person.language):
        facts = {"name": person.name, "goal": goal.title, "municipality": goal.organisation.name,
                 "day": due_words(goal.due_on) if goal.due_on else "", "link": address(f"{goal.path}/monitoring/new")}
        subject = gettext("Monitoring is late: %(goal)s", goal=goal.title) if late else gettext(
            "Monitoring is due: %(goal)s", goal=goal.title)
        begun = gettext("nobody has looked yet how far %(municipality)s has come with “%(goal)s”. "
                        "It was due %(day)s.", **facts) if late else gettext(
            "it is time to look how far %(municipality)s has come with “%(goal)s”. It is due %(day)s.", **facts)
        return subject, gettext(
            "Hello %(name)s,\n\n%(begun)s\n\n"
            "It takes a few minutes: how far are the actions, and is there a newer figure?\n\n%(link)s\n\n"
            "You get this letter because you answer for the goal, are the deputy of who does, or coordinate "
            "the network. Every second year is what the Covenant of Mayors asks for.\n", begun=begun, **facts)

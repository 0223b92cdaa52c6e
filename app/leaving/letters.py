"""What is mailed when somebody leaves: (subject, text), each in the language of the one who gets it."""

from flask_babel import force_locale, format_date, gettext

from app.accounts.letters import Letter, address
from app.leaving.models import KEPT, UNDO, Erasure, OwnData
from app.leaving.queries import Plan


def taken_over(plan: Plan) -> Letter:
    """To the successor: what is theirs now."""
    with force_locale(plan.successor.language):
        rows = [gettext("Your place in %(network)s", network=seat.network.name) for seat, _ in plan.seats]
        rows += [f"{line.words}: {line.number}" for line in plan.lines]
        return gettext("You take over from %(name)s", name=plan.person.name), gettext(
            "Hello %(name)s,\n\n"
            "you have taken over from %(person)s in Livskraft. This is yours now:\n\n%(list)s\n\n"
            "What %(person)s wrote keeps their name. Begin here:\n\n%(link)s\n",
            name=plan.successor.name, person=plan.person.name, link=address("/"),
            list="\n".join(f"- {row}" for row in rows))


def farewell(plan: Plan) -> Letter:
    """To the one who left: who answers now."""
    with force_locale(plan.person.language):
        return gettext("%(name)s has taken over from you", name=plan.successor.name), gettext(
            "Hello %(name)s,\n\n"
            "%(successor)s has taken over from you in Livskraft. What you wrote keeps your name, and who opens your "
            "page is led to %(successor)s. You can no longer sign in.\n\n"
            "Was this a mistake? Until %(days)s days have passed your coordinator can undo it.\n",
            name=plan.person.name, successor=plan.successor.name, days=UNDO.days)


def data_ready(data: OwnData) -> Letter:
    """Own data can be fetched."""
    with force_locale(data.person.language):
        return gettext("Your data is ready"), gettext(
            "Hello %(name)s,\n\n"
            "all that Livskraft keeps of you is ready. Sign in to fetch it:\n\n%(link)s\n\n"
            "It is thrown away after %(days)s days.\n",
            name=data.person.name, link=address("/settings/data"), days=KEPT.days)


def to_be_erased(asked: Erasure) -> Letter:
    """Somebody is to be erased, and can regret it."""
    with force_locale(asked.person.language):
        return gettext("You will be erased from Livskraft"), gettext(
            "Hello %(name)s,\n\n"
            "on %(day)s your profile, your addresses, your sign-ins and your votes are erased. What you wrote stays, "
            "without your name.\n\n"
            "Do you regret it, or was it not you? Until then one click is enough:\n\n%(link)s\n",
            name=asked.person.name, day=format_date(asked.due_at, "long"), link=address("/settings/data"))

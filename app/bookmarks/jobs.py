"""Reminders: in the morning of their day, one letter to each."""

from flask_babel import force_locale, gettext

from app import mail
from app.accounts.letters import address
from app.accounts.models import Person
from app.accounts.session import actor_of
from app.bookmarks import queries, service
from app.database import db
from app.outbox import Facts, on
from app.permissions import SYSTEM
from app.schedule import daily


@daily("07:10")
def remind() -> None:
    """Of what was saved for today."""
    service.remind(SYSTEM)


@on("reminders_due")
def write(facts: list[Facts]) -> None:
    """What they saved, as far as they may still read it."""
    for fact in facts:
        person = db.session.get(Person, fact["person_id"])
        if person is None or not person.active:
            continue
        found = [one for one in queries.saved(actor_of(person), only_due=True) if one.mark.key in fact["keys"]]
        if not found:
            continue
        with force_locale(person.language), db.transaction():
            lines = "\n\n".join(f"{one.title}\n{address(one.path)}" for one in found)
            mail.post(person.email, gettext("You wanted to be reminded: %(title)s", title=found[0].title)[:150],
                      f"{gettext('Hello %(name)s,', name=person.name)}\n\n"
                      f"{gettext('you saved this and wanted to see it again today:')}\n\n{lines}\n\n--\n"
                      f"{gettext('Your list:')} {address('/saved')}\n")

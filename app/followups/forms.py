"""What people send in about a follow-up."""

from flask_babel import lazy_gettext
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Optional

from app.accounts.forms import option, typed
from app.accounts.models import Person
from app.followups.models import FollowUp
from app.followups.service import LONGEST, Facts
from app.rooms.forms import Form


class FollowUpForm(Form):
    """Who does what until when."""

    text = StringField(lazy_gettext("What is to be done"), render_kw={"maxlength": LONGEST})
    owner = SelectField(lazy_gettext("Who does it"), coerce=int)
    due = DateField(lazy_gettext("Until when, if there is a day"), [Optional()])

    def offer(self, people: list[Person]) -> None:
        """PEOPLE to choose among."""
        self.owner.choices = [option(one.id, one.name) for one in people]

    @classmethod
    def of(cls, item: FollowUp) -> "FollowUpForm":
        """As ITEM is now."""
        return cls(formdata=None, data={"text": item.text, "owner": item.owner_id, "due": item.due_on})

    @property
    def facts(self) -> Facts:
        """What was filled in."""
        return Facts(typed(self.text), self.owner.data or 0, self.due.data)

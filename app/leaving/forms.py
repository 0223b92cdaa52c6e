"""What people send when somebody leaves."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import SelectField

from app.accounts.forms import Form, option
from app.accounts.models import Person


class SuccessorForm(Form):
    """Who takes over."""

    successor = SelectField(lazy_gettext("Who takes over?"), coerce=int)

    def offer(self, people: Sequence[Person]) -> None:
        """Let one choose among PEOPLE."""
        self.successor.choices = [option(0, lazy_gettext("Choose"))] + [option(
            one.id, f"{one.name}, {one.organisation.name}" if one.organisation else one.name) for one in people]

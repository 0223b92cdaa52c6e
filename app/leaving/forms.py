"""What people send when somebody leaves."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import BooleanField, EmailField, Field, SelectField
from wtforms.validators import InputRequired, ValidationError

from app.accounts.forms import Form, option, stripped
from app.accounts.models import Person


class SuccessorForm(Form):
    """Who takes over."""

    successor = SelectField(lazy_gettext("Who takes over?"), coerce=int)

    def offer(self, people: Sequence[Person]) -> None:
        """Let one choose among PEOPLE."""
        self.successor.choices = [option(0, lazy_gettext("Choose"))] + [option(
            one.id, f"{one.name}, {one.organisation.name}" if one.organisation else one.name) for one in people]


class EraseForm(Form):
    """To be erased: asked twice, by a tick and by the address."""

    address = EmailField(lazy_gettext("Write the e-mail address, so that it does not happen by mistake"),
                         filters=[stripped])
    sure = BooleanField(lazy_gettext("I know that it cannot be undone after a week"), [
        InputRequired(lazy_gettext("Set the tick if you are sure."))])
    _wanted = ""

    def must_be(self, address: str) -> None:
        """Ask for this very ADDRESS."""
        self._wanted = address

    def validate_address(self, field: Field) -> None:
        """Raise unless it is the one."""
        if (field.data or "").lower() != self._wanted:
            raise ValidationError(lazy_gettext("This is not the address of the person to be erased."))

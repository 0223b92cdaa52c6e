"""What is sent about members and invitations."""

from collections.abc import Sequence

from flask_babel import lazy_gettext, lazy_ngettext
from wtforms import EmailField, Field, IntegerField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, NumberRange, Optional, ValidationError

from app.accounts.forms import EMAIL, NAME, NEW_PASSWORD, Form, option, stripped
from app.networks.models import Organisation
from app.permissions import Role

IN_ADDRESSES = str.maketrans({"ø": "o", "å": "a", "æ": "ae", "ä": "a", "ö": "o", " ": "-"})
MOST_AT_ONCE = 200


class InviteForm(Form):
    """Who is invited, and as what."""

    email = EmailField(lazy_gettext("E-mail"), [
        Optional(), Length(max=254), Email(lazy_gettext("This is not an e-mail address."))], filters=[stripped])
    role = RadioField(lazy_gettext("As"), coerce=int, default=Role.MEMBER.value, choices=[
        option(Role.MEMBER.value, lazy_gettext("a member, who sees everything in the network")),
        option(Role.GUEST.value, lazy_gettext("a guest, who sees one room"))])
    room_id = SelectField(lazy_gettext("The guest’s room"), coerce=int)

    days = SelectField(lazy_gettext("It holds for"), coerce=int, default=14, choices=[
        option(days, lazy_ngettext("%(num)s day", "%(num)s days", days)) for days in (1, 7, 14, 30, 90)])
    most_uses = IntegerField(lazy_gettext("How many may enter by the link"), [
        Optional(), NumberRange(1, 500, lazy_gettext("Write a number from 1 to 500."))])

    def offer(self, rooms: Sequence[tuple[int, str]]) -> None:
        """Let people choose among ROOMS."""
        self.room_id.choices = [option(0, lazy_gettext("Choose"))] + [option(*room) for room in rooms]


class ListForm(Form):
    """Many at once."""

    people = TextAreaField(lazy_gettext("One on each line"), [
        DataRequired(lazy_gettext("Write at least one e-mail address.")), Length(max=20_000)], filters=[stripped])

    def lines(self) -> list[str]:
        """What was written, line by line."""
        return (self.people.data or "").splitlines()

    def validate_people(self, field: Field) -> None:
        """Raise for more than can be invited at a time."""
        if len(self.lines()) > MOST_AT_ONCE:
            raise ValidationError(lazy_gettext("Invite at most %(most)s at a time.", most=MOST_AT_ONCE))


class AddressForm(Form):
    """Where an invitation of one's own is sent."""

    email = EmailField(lazy_gettext("Your e-mail at work"), EMAIL, filters=[stripped])


class JoinForm(Form):
    """Somebody who is new here."""

    name = StringField(lazy_gettext("Your name"), NAME, filters=[stripped])
    title = StringField(lazy_gettext("Job title"), [Length(max=100)], filters=[stripped])
    organisation_id = SelectField(lazy_gettext("Municipality"), coerce=int)
    password = PasswordField(lazy_gettext("Password"), [Optional(), NEW_PASSWORD])

    def offer(self, places: Sequence[Organisation], email: str, known: Organisation | None = None) -> None:
        """Let people choose among PLACES, beginning with the one that is KNOWN to have such addresses as EMAIL, or
        seems to."""
        self.organisation_id.choices = [option(0, lazy_gettext("None of these"))] + [
            option(one.id, one.name) for one in places]
        if not self.is_submitted():
            domain = email.partition("@")[2]
            alike = [one.id for one in places if one.name.lower().translate(IN_ADDRESSES) in domain]
            guess = [one.id for one in places if one is known] or alike
            self.organisation_id.data = guess[0] if guess else 0


class RoleForm(Form):
    """What a member is."""

    role = SelectField(lazy_gettext("Role"), [DataRequired()], coerce=int, choices=[
        option(Role.MEMBER.value, lazy_gettext("member")), option(Role.COORDINATOR.value, lazy_gettext("coordinator"))])

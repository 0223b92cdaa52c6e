"""What is sent about members and invitations."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import EmailField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length, Optional

from app.accounts.forms import EMAIL, NAME, NEW_PASSWORD, Form, option, stripped
from app.networks.models import Organisation
from app.permissions import Role

IN_ADDRESSES = str.maketrans({"ø": "o", "å": "a", "æ": "ae", "ä": "a", "ö": "o", " ": "-"})


class InviteForm(Form):
    """Who is invited, and as what."""

    email = EmailField(lazy_gettext("E-mail"), [
        Optional(), Length(max=254), Email(lazy_gettext("This is not an e-mail address."))], filters=[stripped])
    role = RadioField(lazy_gettext("As"), coerce=int, default=Role.MEMBER.value, choices=[
        option(Role.MEMBER.value, lazy_gettext("a member, who sees everything in the network")),
        option(Role.GUEST.value, lazy_gettext("a guest, who sees one room"))])
    room_id = SelectField(lazy_gettext("The guest’s room"), coerce=int)

    def offer(self, rooms: Sequence[tuple[int, str]]) -> None:
        """Let people choose among ROOMS."""
        self.room_id.choices = [option(0, lazy_gettext("Choose"))] + [option(*room) for room in rooms]


class AddressForm(Form):
    """Where an invitation of one's own is sent."""

    email = EmailField(lazy_gettext("Your e-mail at work"), EMAIL, filters=[stripped])


class JoinForm(Form):
    """Somebody who is new here."""

    name = StringField(lazy_gettext("Your name"), NAME, filters=[stripped])
    title = StringField(lazy_gettext("Job title"), [Length(max=100)], filters=[stripped])
    organisation_id = SelectField(lazy_gettext("Municipality"), coerce=int)
    password = PasswordField(lazy_gettext("Password"), [Optional(), NEW_PASSWORD])

    def offer(self, places: Sequence[Organisation], email: str) -> None:
        """Let people choose among PLACES, beginning with the one that their address seems to be of."""
        self.organisation_id.choices = [option(0, lazy_gettext("None of these"))] + [
            option(one.id, one.name) for one in places]
        if not self.is_submitted():
            domain = email.partition("@")[2]
            guess = [one.id for one in places if one.name.lower().translate(IN_ADDRESSES) in domain]
            self.organisation_id.data = guess[0] if guess else 0


class RoleForm(Form):
    """What a member is."""

    role = SelectField(lazy_gettext("Role"), [DataRequired()], coerce=int, choices=[
        option(Role.MEMBER.value, lazy_gettext("member")), option(Role.COORDINATOR.value, lazy_gettext("coordinator"))])

"""What people send about an organisation."""

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, EmailField, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional, Regexp, ValidationError

from app.accounts.forms import EMAIL, Form, option, stripped, typed
from app.directory.organising import KINDS
from app.directory.phones import grouped
from app.directory.seen import Seen
from app.networks.models import Organisation, OrganisationKind
from app.networks.service import REGISTERED, About

COUNTRIES = [option("NO", lazy_gettext("Norway")), option("SE", lazy_gettext("Sweden"))]
ADDRESS = Regexp(r"https?://\S+\.\S+$", message=lazy_gettext("Write the whole address, with https:// before it."))


def check_phone(form: Form, field: TelField) -> None:
    """A number that a phone can call; it is kept in the way in which people read it."""
    if field.data:
        number = grouped(field.data)
        if not number:
            raise ValidationError(gettext("This is not a phone number. Write it with its digits, and + before a "
                                          "country’s number."))
        field.data = number


class OrganisationForm(Form):
    """What an organisation says of itself. Municipalities and counties have name and kind from the register."""

    name = StringField(lazy_gettext("Name"), [
        DataRequired(lazy_gettext("An organisation needs a name.")), Length(max=100)], filters=[stripped])
    kind = SelectField(lazy_gettext("What it is"),
                       choices=[option(kind, words) for kind, words in KINDS.items() if kind not in REGISTERED])
    country = SelectField(lazy_gettext("Country"), choices=COUNTRIES)
    offers = TextAreaField(lazy_gettext("What others can come to you for"), [Length(max=2000)], filters=[stripped])
    url = StringField(lazy_gettext("Website"), [Optional(), Length(max=300), ADDRESS], filters=[stripped])
    email = EmailField(lazy_gettext("E-mail"), [Optional(), Length(max=254), Email(
        lazy_gettext("This is not an e-mail address."))], filters=[stripped])
    phone = TelField(lazy_gettext("Phone"), [Length(max=30), check_phone], filters=[stripped])
    contact = SelectField(lazy_gettext("Whom to ask first"), coerce=int, default=0)
    active = BooleanField(lazy_gettext("It is still there"), default=True)

    def offer(self, people: Sequence[Seen], names: bool) -> None:
        """PEOPLE to choose among; NAMES: whether name and kind can be changed too."""
        self.contact.choices = [option(0, lazy_gettext("Nobody in particular"))] + [
            option(one.person.id, one.person.name) for one in people]
        if not names:
            del self.name, self.kind, self.country, self.active

    @classmethod
    def of(cls, one: Organisation, people: Sequence[Seen]) -> "OrganisationForm":
        """As ONE is now."""
        first = next((seen.person.id for seen in people if seen.card.of_record), 0)
        return cls(formdata=None, obj=one, data={"contact": first})

    def about(self, one: Organisation | None = None) -> About:
        """What was filled in; what could not be is as ONE has it."""
        def of(name: str) -> str:
            return typed(self[name]) if name in self else str(getattr(one, name))
        return About(of("name"), OrganisationKind(of("kind")), of("country"), of("offers"), of("url"), of("email"),
                     of("phone"), bool(self.active.data) if "active" in self else True)


class PlacingForm(Form):
    """Somebody who works there."""

    email = EmailField(lazy_gettext("E-mail of somebody who works there"), EMAIL, filters=[stripped])

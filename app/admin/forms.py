"""What administrators send."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import BooleanField, EmailField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired

from app.accounts.forms import EMAIL, NAME, Form, option, stripped
from app.networks.forms import NetworkForm
from app.networks.models import Organisation
from app.permissions import SiteRole


class PersonForm(Form):
    """Somebody new."""

    name = StringField(lazy_gettext("Name"), NAME, filters=[stripped])
    email = EmailField(lazy_gettext("E-mail"), EMAIL, filters=[stripped])


class RightsForm(Form):
    """What somebody is in Livskraft as a whole."""

    site_role = SelectField(lazy_gettext("Role"), [DataRequired()], choices=[
        option(SiteRole.PERSON.value, lazy_gettext("person: what their networks give them")),
        option(SiteRole.STAFF.value, lazy_gettext("staff: reads all networks, reviews examples")),
        option(SiteRole.ADMIN.value, lazy_gettext("administrator: everything"))])
    active = BooleanField(lazy_gettext("May sign in"))


class StartForm(NetworkForm):
    """A new network."""

    coordinator = EmailField(lazy_gettext("Coordinator’s e-mail"), EMAIL, filters=[stripped])
    places = SelectMultipleField(lazy_gettext("Municipalities"), coerce=int)

    def offer_places(self, municipalities: Sequence[Organisation]) -> None:
        """Let people choose among MUNICIPALITIES, by county."""
        self.places.choices = [option(one.id, one.name, one.county.name if one.county else one.country)
                               for one in municipalities]

"""What administrators send."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, EmailField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from app.accounts.forms import EMAIL, NAME, Form, option, stripped, typed
from app.networks.forms import NetworkForm
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


class DomainForm(Form):
    """Whose addresses a mail domain has."""

    domain = StringField(lazy_gettext("Mail domain"), [
        DataRequired(), Length(max=100), Regexp(r"@?[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+$", message=lazy_gettext(
            "Write what stands after the @, like bamble.kommune.no."))], filters=[stripped])
    place = StringField(lazy_gettext("Municipality"), [DataRequired(), Length(max=100)], filters=[stripped])


class StartForm(NetworkForm):
    """A new network."""

    coordinator = EmailField(lazy_gettext("Coordinator’s e-mail"), EMAIL, filters=[stripped])
    places = StringField(lazy_gettext("Municipalities"), [Length(max=500)], filters=[stripped])

    def names(self) -> list[str]:
        """The municipalities that were named."""
        return [name.strip() for name in typed(self.places).split(",") if name.strip()]

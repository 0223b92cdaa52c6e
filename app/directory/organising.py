"""What the kinds of organisations and the roles of people are called, in the order in which one looks for them."""

from flask_babel import lazy_gettext

from app.networks.models import OrganisationKind

KINDS = {
    OrganisationKind.MUNICIPALITY: lazy_gettext("Municipality"),
    OrganisationKind.COUNTY: lazy_gettext("County"),
    OrganisationKind.STATE: lazy_gettext("State representative"),
    OrganisationKind.ENERGY: lazy_gettext("Energy agency"),
    OrganisationKind.PARTNER: lazy_gettext("Partner"),
    OrganisationKind.ASSOCIATION: lazy_gettext("Association"),
    OrganisationKind.NGO: lazy_gettext("Voluntary organisation")}
ROLES = {
    "record": lazy_gettext("Contact of their organisation"),
    "coordinator": lazy_gettext("Coordinator"),
    "staff": lazy_gettext("Staff of the programme")}

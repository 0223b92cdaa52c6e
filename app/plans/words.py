"""What the kinds of plans are called."""

from flask_babel import lazy_gettext

from app.plans.models import PlanKind

KINDS = {
    PlanKind.SOCIETY: lazy_gettext("Municipal master plan"),
    PlanKind.LAND_USE: lazy_gettext("Land-use plan"),
    PlanKind.CLIMATE: lazy_gettext("Climate and energy plan"),
    PlanKind.HEALTH: lazy_gettext("Public health and outdoor life"),
    PlanKind.HERITAGE: lazy_gettext("Cultural heritage plan"),
    PlanKind.BUSINESS: lazy_gettext("Business plan"),
    PlanKind.TRANSPORT: lazy_gettext("Transport plan"),
    PlanKind.FINANCE: lazy_gettext("Action and financial plan"),
    PlanKind.OTHER: lazy_gettext("Another plan")}

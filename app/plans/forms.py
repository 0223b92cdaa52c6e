"""What people send about a plan document."""

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from app.accounts.forms import Form, option, stripped, typed
from app.plans.models import Plan, PlanKind
from app.plans.service import Facts
from app.plans.words import KINDS

ADDRESS = Regexp(r"https?://\S+\.\S+", message=lazy_gettext("Write the whole address, with https:// before it."))


class PlanForm(Form):
    """A plan: what it is, where it is, and its two days."""

    kind = SelectField(lazy_gettext("What the plan is about"),
                       choices=[option(kind, words) for kind, words in KINDS.items()])
    title = StringField(lazy_gettext("Title"), [
        DataRequired(lazy_gettext("Write what the plan is called.")), Length(max=200)], filters=[stripped])
    url = StringField(lazy_gettext("Link to the plan"), [Optional(), Length(max=500), ADDRESS], filters=[stripped])
    file = FileField(lazy_gettext("Or the plan as a file"))
    adopted_on = DateField(lazy_gettext("Adopted"), [Optional()])
    revise_on = DateField(lazy_gettext("Next revision"), [Optional()])

    def validate_revise_on(self, field: DateField) -> None:
        """Here, before a file is taken in: nobody sends one twice."""
        if field.data and self.adopted_on.data and field.data < self.adopted_on.data:
            raise ValidationError(gettext("It cannot be revised before it was adopted."))

    @classmethod
    def of(cls, plan: Plan) -> "PlanForm":
        """As PLAN is now."""
        return cls(formdata=None, obj=plan)

    @property
    def facts(self) -> Facts:
        """What was filled in."""
        return Facts(PlanKind(self.kind.data), typed(self.title), typed(self.url), self.adopted_on.data,
                     self.revise_on.data)

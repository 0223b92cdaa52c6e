"""What people send in to make a poll."""

from datetime import datetime, time, timedelta

from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, StringField, TextAreaField
from wtforms.validators import Optional

from app.accounts.forms import typed
from app.i18n import ZONE
from app.polls.service import LONGEST, Facts
from app.rooms.forms import Form


class PollForm(Form):
    """A question, and the answers: each on a line of its own, which needs no script."""

    question = StringField(lazy_gettext("Question"), render_kw={"maxlength": LONGEST})
    options = TextAreaField(lazy_gettext("Answers to choose from"))
    several = BooleanField(lazy_gettext("One may choose several"))
    anonymous = BooleanField(lazy_gettext("Nobody sees who chose what"))
    closes = DateField(lazy_gettext("Last day, if it has one"), [Optional()])

    def facts(self) -> Facts:
        """What was filled in; the last day lasts until midnight where the municipalities are."""
        day = self.closes.data
        end = datetime.combine(day + timedelta(1), time(), ZONE) if day else None
        return Facts(typed(self.question), tuple(typed(self.options).splitlines()), bool(self.several.data),
                     bool(self.anonymous.data), end)

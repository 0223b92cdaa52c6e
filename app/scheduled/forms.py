"""What people send in to have it sent later."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext
from wtforms import DateTimeLocalField, HiddenField
from wtforms.validators import Optional

from app.accounts.forms import typed
from app.i18n import ZONE
from app.rooms.forms import ThreadForm
from app.rooms.models import ThreadKind
from app.scheduled.models import Scheduled
from app.scheduled.service import Facts

MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class LaterForm(ThreadForm):
    """A message, where it belongs, and when it is sent: by the clocks of Norway and Sweden."""

    place = HiddenField()
    when = DateTimeLocalField(lazy_gettext("When it is sent"), [Optional()], format=MOMENT)

    @classmethod
    def of(cls, waiting: Scheduled) -> "LaterForm":
        """As WAITING is now."""
        data: dict[str, Any] = {"body": waiting.body, "title": waiting.title, "kind": waiting.kind,
                                "place": waiting.place, "when": waiting.due_at.astimezone(ZONE)}
        form = cls(formdata=None, data=data)
        form.links = tuple(waiting.links)
        return form

    @property
    def facts(self) -> Facts:
        """What was filled in. An hour that a change of clocks leaves out is the one after it."""
        local: datetime | None = self.when.data
        return Facts(typed(self.place), typed(self.body), local.replace(tzinfo=ZONE) if local else None,
                     typed(self.title), ThreadKind(self.kind.data or ThreadKind.QUESTION), self.links,
                     self.client_id.data, bool(self.sure.data))

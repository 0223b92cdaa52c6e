"""What people write in rooms, as forms of our pages. The service checks it; forms only carry it there and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import request
from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField

from app.accounts import forms
from app.accounts.forms import option
from app.errors import AppError, Invalid
from app.files import service as files
from app.permissions import Actor
from app.rooms.models import Draft, RoomKind, Thread, ThreadKind

KINDS = [option(ThreadKind.QUESTION, lazy_gettext("Question")),
         option(ThreadKind.DISCUSSION, lazy_gettext("Discussion"))]
SURE = lazy_gettext("Yes, tell all of them")
NEWS = option(ThreadKind.ANNOUNCEMENT, lazy_gettext("News"))


class Form(forms.Form):
    """A form that can be refused after it was read, with what was typed kept in it."""

    def refuse(self, refusal: AppError) -> int:
        """Put REFUSAL into words beside the fields it names, or above them all; return its status."""
        for name, words in refusal.errors.items():
            if name in self:
                self[name].errors = [str(words)]
            else:
                self.form_errors.append(str(words))
        if not refusal.errors:
            self.form_errors.append(str(refusal.title))
        return refusal.status

    def check(self) -> None:
        """Raise Invalid when a field cannot even be read."""
        if not self.validate():
            raise Invalid(errors={name: words[0] for name, words in self.errors.items() if name})


class WriteForm(Form):
    """A message. `client_id` comes with the page, so that a form sent twice is kept once."""

    body = TextAreaField(lazy_gettext("Message"))
    client_id = HiddenField()
    sure = BooleanField(SURE)

    begun_at = ""  # when the draft in it was kept: who overwrites a later one is told

    def __init__(self, **options: Any) -> None:
        """OPTIONS are those of any form."""
        super().__init__(**options)
        self.links = tuple(request.form.getlist("links") or request.args.getlist("attach"))  # "card:7", "file:3"

    def take_in(self, actor: Actor) -> None:
        """Keep the files that a browser without scripts sends along. Raise TooLarge, WrongKind or Invalid."""
        sent = [one for one in request.files.getlist("files") if one.filename]
        for one in sent:
            kept = files.upload(actor, one.filename or "", one.stream)
            self.links = (*self.links, f"file:{kept.id}")

    @classmethod
    def begun(cls, draft: Draft | None, **more: Any) -> "WriteForm":
        """An unsent form, with what the person had begun to write."""
        kept = {"body": draft.body, "title": draft.title} if draft else {}
        form = cls(formdata=None, data={"client_id": str(uuid4()), "kind": ThreadKind.QUESTION, **kept, **more})
        form.begun_at = draft.updated_at.isoformat() if draft else ""
        return form


class ThreadForm(WriteForm):
    """A thread with its first message."""

    title = StringField(lazy_gettext("Title"))
    kind = RadioField(lazy_gettext("Kind"), choices=[*KINDS, NEWS], default=ThreadKind.QUESTION)


class EditForm(Form):
    """New words for a message. `seen` is the time of those that were edited."""

    body = TextAreaField(lazy_gettext("Message"))
    seen = HiddenField()
    sure = BooleanField(SURE)

    @property
    def seen_at(self) -> datetime | None:
        """When the words that were edited had been written."""
        try:
            return datetime.fromisoformat(self.seen.data or "")
        except ValueError:
            return None


class TitleForm(Form):
    """Another title for a thread, or another kind, where it can have one."""

    title = StringField(lazy_gettext("Title"))
    kind = RadioField(lazy_gettext("Kind"), choices=[*KINDS, NEWS], validate_choice=False)

    @classmethod
    def of(cls, thread: Thread, may_announce: bool) -> "TitleForm":
        """An unsent form with what THREAD is now."""
        form = cls(formdata=None, data={"title": thread.title, "kind": thread.kind})
        if thread.kind == ThreadKind.GATHERING or thread.room.kind == RoomKind.ANNOUNCEMENT:
            form.kind.choices = []
        elif not may_announce and thread.kind != ThreadKind.ANNOUNCEMENT:
            form.kind.choices = KINDS
        return form


def whole(values: Mapping[str, str], name: str) -> int | None:
    """The whole number NAME among VALUES, if it is one."""
    value = values.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else None

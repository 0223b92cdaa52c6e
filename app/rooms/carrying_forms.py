"""Where threads and messages are to stand, as forms."""

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from flask import request
from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from app.accounts.forms import option
from app.errors import Invalid
from app.rooms.forms import Form
from app.rooms.models import Room, Thread

ADDRESS = re.compile(r"(?:.*/threads/)?(\d{1,9})(?:[?#].*)?")
F = TypeVar("F", bound="RoomChoice")


class RoomChoice(Form):
    """A room, among those where one may write."""

    room = SelectField(lazy_gettext("Room"), coerce=int, default=0, validate_choice=False)

    @classmethod
    def among(cls: type[F], rooms: Sequence[Room], sent: bool = False, **data: Any) -> F:
        """The form to choose among ROOMS, by network: as it was SENT, or with DATA."""
        form = cls() if sent else cls(formdata=None, data=data)
        form.room.choices = [option(0, lazy_gettext("Choose")),
                             *(option(one.id, one.name, one.network_name) for one in rooms)]
        return form

    @property
    def room_id(self) -> int:
        """What was chosen. Raise Invalid if nothing was."""
        if not self.room.data:
            raise Invalid(errors={"room": lazy_gettext("Choose a room.")})
        return int(self.room.data)


class MoveForm(RoomChoice):
    """Into which room a thread goes; and that one knows who reads it there."""

    wider = BooleanField(lazy_gettext("I know who will read it"))


class ElsewhereForm(RoomChoice):
    """In which room the same is asked, and how."""

    title = StringField(lazy_gettext("Title"))
    body = TextAreaField(lazy_gettext("Message"))
    client_id = HiddenField()


class SplitForm(Form):
    """Which messages become a thread of their own."""

    title = StringField(lazy_gettext("Title of the new thread"))

    def __init__(self, **options: Any) -> None:
        """OPTIONS are those of any form."""
        super().__init__(**options)
        self.chosen = [int(one) for one in request.form.getlist("messages") if one.isascii() and one.isdecimal()]

    @classmethod
    def begun(cls, chosen: list[int]) -> "SplitForm":
        """An unsent form, with messages that are CHOSEN already."""
        form = cls(formdata=None)
        form.chosen = chosen
        return form


class MergeForm(Form):
    """Into which thread another goes: one of the same room, or any by its address."""

    into = RadioField(lazy_gettext("Threads of this room"), validate_choice=False)
    address = StringField(lazy_gettext("Or the address of another thread"))
    wider = BooleanField(lazy_gettext("I know who will read it"))

    @classmethod
    def among(cls, threads: Sequence[Thread], sent: bool = False) -> "MergeForm":
        """The form to choose among THREADS: as it was SENT, or empty."""
        form = cls() if sent else cls(formdata=None)
        form.into.choices = [option(one.id, one.title) for one in threads]
        return form

    @property
    def into_id(self) -> int:
        """What was chosen. Raise Invalid if nothing was."""
        if typed := (self.address.data or "").strip():
            if found := ADDRESS.fullmatch(typed):
                return int(found[1])
            raise Invalid(errors={"address": lazy_gettext("This is not the address of a thread.")})
        if (self.into.data or "").isdecimal():
            return int(self.into.data[:9])
        raise Invalid(errors={"into": lazy_gettext("Choose a thread.")})

"""What coordinators say about a room, as a form."""

from collections.abc import Sequence

import wtforms
from flask_babel import lazy_gettext
from wtforms import FieldList, FormField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from app.accounts.forms import option, stripped, typed
from app.networks.models import Theme
from app.rooms.forms import Form
from app.rooms.models import PinnedLink, Room, RoomKind, Template
from app.rooms.service.places import MOST_LINKS, MOST_TEMPLATES, Facts


class LinkForm(wtforms.Form):
    """A link on top of the room."""

    title = StringField(lazy_gettext("What it says"), filters=[stripped])
    target = StringField(lazy_gettext("Where it leads"), filters=[stripped])


class TemplateForm(wtforms.Form):
    """What a new thread can start from."""

    name = StringField(lazy_gettext("Name of the template"), filters=[stripped])
    title = StringField(lazy_gettext("Title of the thread"), filters=[stripped])
    body = TextAreaField(lazy_gettext("Its words, with what is to be filled in"), filters=[stripped])


class RoomForm(Form):
    """All of it, saved at once. A line that is emptied is gone."""

    name = StringField(lazy_gettext("Name"))
    about = TextAreaField(lazy_gettext("What it is for"))
    kind = RadioField(lazy_gettext("Who starts threads"), choices=[
        option(RoomKind.DISCUSSION, lazy_gettext("Everyone in the network")),
        option(RoomKind.ANNOUNCEMENT, lazy_gettext("Coordinators, and all may answer"))])
    theme = SelectField(lazy_gettext("Theme that it stands under"), coerce=int, default=0)
    position = IntegerField(lazy_gettext("Place among the rooms"), [
        Optional(), NumberRange(0, 999, lazy_gettext("Write a number from 0 to 999."))], default=0)
    links: "FieldList[FormField[LinkForm]]" = FieldList(FormField(LinkForm), lazy_gettext("Links on top of the room"),
                                                        max_entries=MOST_LINKS)
    templates: "FieldList[FormField[TemplateForm]]" = FieldList(
        FormField(TemplateForm), lazy_gettext("Templates for a new thread"), max_entries=MOST_TEMPLATES)

    def offer(self, themes: Sequence[Theme], locale: str) -> None:
        """Let people choose among THEMES, and leave room for one more link and template."""
        self.theme.choices = [option(0, lazy_gettext("None"))] + [option(one.id, one.label(locale)) for one in themes]
        for field, most in ((self.links, MOST_LINKS), (self.templates, MOST_TEMPLATES)):
            if len(field) < most and (not field.entries or any(field.entries[-1].data.values())):
                field.append_entry()

    def show(self, room: Room) -> None:
        """Fill in what ROOM says now."""
        self.process(data={"name": room.name, "about": room.about, "kind": room.kind, "theme": room.theme_id or 0,
                           "position": room.position, "links": room.links, "templates": room.templates})

    def facts(self) -> Facts:
        """What was sent."""
        return Facts(
            typed(self.name), typed(self.about), RoomKind(self.kind.data), self.theme.data or None,
            self.position.data or 0,
            [PinnedLink(title=typed(one.title), target=typed(one.target)) for one in (e.form for e in self.links)],
            [Template(name=typed(one.name), title=typed(one.title), body=typed(one.body))
             for one in (entry.form for entry in self.templates)])

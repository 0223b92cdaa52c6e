"""What staff write of collections. The service checks it; forms only carry it there and back."""

from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField

from app.accounts.forms import stripped
from app.rooms.forms import Form


class CollectionForm(Form):
    """What a collection is called, and what it is for."""

    title = StringField(lazy_gettext("Title"), filters=[stripped])
    words = TextAreaField(lazy_gettext("What these examples show"), filters=[stripped])


class NoteForm(Form):
    """Why an example is in a collection."""

    note = TextAreaField(lazy_gettext("Why it is here"), filters=[stripped])

"""The form in which a file of examples is sent in."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, FileField, SelectField

from app.accounts.forms import Form
from app.errors import AppError


class UploadForm(Form):
    """A file, and the network of those rows that name none."""

    file = FileField(lazy_gettext("File with examples"))
    network_id = SelectField(lazy_gettext("Network, where a row names none"), validate_choice=False,
                             coerce=lambda value: int(value) if value else None)

    def refuse(self, refusal: AppError) -> int:
        """Show REFUSAL at the file; the status of the answer."""
        self.file.errors = [str(words) for words in refusal.errors.values()] or [str(refusal.title)]
        return 422 if refusal.errors else refusal.status


class ConfirmForm(Form):
    """To bring the rows in."""

    publish = BooleanField(lazy_gettext("Publish them at once"))

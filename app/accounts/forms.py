"""What people send about themselves."""

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, HiddenField, PasswordField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.i18n import get_translations
from wtforms.validators import DataRequired, Email, EqualTo, InputRequired, Length

from app.accounts.passwords import LONGEST, SHORTEST
from app.i18n import LOCALES, locale
from app.markup import UNWANTED

EMAIL = [DataRequired(lazy_gettext("Write your e-mail address.")), Length(max=254),
         Email(lazy_gettext("This is not an e-mail address."))]
NAME = [DataRequired(lazy_gettext("Write your name.")), Length(max=100)]
NEW_PASSWORD = Length(SHORTEST, LONGEST, lazy_gettext(
    "Use at least %(shortest)s characters. Some words in a row are easy to remember.", shortest=SHORTEST))


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF comes without types
    """A form of one of our pages."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # the same
        """WTForms speaks bokmål and Swedish, but no nynorsk."""

        def get_translations(self, form: object) -> object:
            """The messages in the page's language, in bokmål where that is nynorsk."""
            return get_translations(["nb" if locale() == "nn" else locale()])


def typed(field: Field) -> str:
    """The text in FIELD; empty for one that was not sent."""
    return field.data or ""


def stripped(text: str | None) -> str:
    """TEXT without the space around it, and without what is no letter or turns other words round."""
    whole = (text or "").encode("utf-8", "replace").decode().replace("\r\n", "\n")
    return UNWANTED.sub("", whole).strip()


def option(value: object, label: object, group: str | None = None) -> Any:
    """One thing to choose in a list, perhaps under the heading GROUP."""
    return SelectChoice(str(value), label, optgroup=group)


LANGUAGES = [option(code, name) for code, name in LOCALES.items()]


class LinkForm(Form):
    """To be mailed a sign-in link."""

    email = EmailField(lazy_gettext("E-mail"), EMAIL, filters=[stripped])
    next = HiddenField()


class SignInForm(LinkForm):
    """To sign in by password."""

    password = PasswordField(lazy_gettext("Password"), [
        InputRequired(lazy_gettext("Write your password, or have a link sent to you.")), Length(max=LONGEST)])


class ProfileForm(Form):
    """What others see of a person, and the language that they read."""

    name = StringField(lazy_gettext("Name"), NAME, filters=[stripped])
    title = StringField(lazy_gettext("Job title"), [Length(max=100)], filters=[stripped])
    phone = TelField(lazy_gettext("Phone at work"), [Length(max=30)], filters=[stripped])
    language = SelectField(lazy_gettext("Language"), choices=LANGUAGES)


class PasswordForm(Form):
    """A new password."""

    old = PasswordField(lazy_gettext("Your password now"), [Length(max=LONGEST)])
    new = PasswordField(lazy_gettext("New password"), [InputRequired(lazy_gettext("Write a new password.")),
                                                      NEW_PASSWORD])
    again = PasswordField(lazy_gettext("New password again"), [
        EqualTo("new", lazy_gettext("The two are not the same."))])


class TokenForm(Form):
    """A name for a new API token."""

    name = StringField(lazy_gettext("What the token is for"), [
        DataRequired(lazy_gettext("Write what it is for, so that you know it again.")), Length(max=100)],
        filters=[stripped], id="token-name")


class CodeForm(Form):
    """A code of the second step."""

    code = StringField(lazy_gettext("Code"), [DataRequired(lazy_gettext("Write the code.")), Length(max=40)],
                       filters=[stripped])


class ProofForm(Form):
    """The password once more, before something that keeps others out is changed."""

    password = PasswordField(lazy_gettext("Your password"), [Length(max=LONGEST)])

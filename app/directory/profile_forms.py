"""What administrators say when they ask for something on every contact card."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from app.accounts.forms import Form, option, stripped, typed
from app.directory.lines import AUDIENCES, LONGEST
from app.directory.models import LineKind, ProfileField, Shown
from app.directory.service import Wanted
from app.i18n import LOCALES

KINDS = {LineKind.SHORT: lazy_gettext("A few words"), LineKind.LONG: lazy_gettext("A longer text"),
         LineKind.CHOICE: lazy_gettext("One of some choices"), LineKind.LINK: lazy_gettext("A web address")}
LABEL, HELP = lazy_gettext("What it is called"), lazy_gettext("Help for those who answer")
FEWEST, MOST = 2, 40  # choices


def words(label: Any, most: int) -> StringField:
    """A line of at most MOST letters."""
    return StringField(label, [Length(max=most)], filters=[stripped])


class ProfileFieldForm(Form):
    """What to ask for. It may be called something in each language; one is enough."""

    label_nb, help_nb = words(LABEL, 60), words(HELP, 200)
    label_nn, help_nn = words(LABEL, 60), words(HELP, 200)
    label_sv, help_sv = words(LABEL, 60), words(HELP, 200)
    label_en, help_en = words(LABEL, 60), words(HELP, 200)
    kind = SelectField(lazy_gettext("How it is answered"), choices=[option(one, said) for one, said in KINDS.items()])
    choices = TextAreaField(lazy_gettext("The choices, one on each line"), [Length(max=4000)], filters=[stripped])
    widest = SelectField(lazy_gettext("Who may see it at most"), default=Shown.MEMBERS.value,
                         choices=[option(one, said) for one, said in AUDIENCES.items()])

    @classmethod
    def of(cls, one: ProfileField) -> "ProfileFieldForm":
        """As ONE is now."""
        form = cls(formdata=None, data={
            **{f"label_{code}": text for code, text in one.labels.items()},
            **{f"help_{code}": text for code, text in one.helps.items()},
            "choices": "\n".join(one.choices), "widest": one.widest.value})
        form.fix(one)
        return form

    def fix(self, one: ProfileField) -> None:
        """Leave ONE its kind: people have answered it."""
        del self.kind
        if one.kind != LineKind.CHOICE:
            del self.choices

    def languages(self) -> list[tuple[str, str, Field, Field]]:
        """Code and name of each language, and what it is called and explained by in it."""
        return [(code, name, self[f"label_{code}"], self[f"help_{code}"]) for code, name in LOCALES.items()]

    def validate_label_nb(self, field: Field) -> None:
        """Raise unless it is called something."""
        if not any(typed(label) for _, _, label, _ in self.languages()):
            raise ValidationError(lazy_gettext("Write what it is called, in one of the languages at least."))

    def validate_choices(self, field: Field) -> None:
        """Raise unless there is something to choose from, where one chooses."""
        number = len(self._choices())
        if self._chooses() and not FEWEST <= number <= MOST:
            raise ValidationError(lazy_gettext("Write at least %(fewest)s choices, and at most %(most)s.",
                                               fewest=FEWEST, most=MOST))
        if any(len(one) > LONGEST[LineKind.SHORT] for one in self._choices()):
            raise ValidationError(lazy_gettext("At most %(limit)s characters, please.", limit=LONGEST[LineKind.SHORT]))

    def wanted(self, kind: LineKind | None = None) -> Wanted:
        """What was filled in, for a field of a KIND that stays or of the one that was chosen."""
        kind = kind or LineKind(self.kind.data)
        return Wanted(kind, {code: typed(label) for code, _, label, _ in self.languages() if typed(label)},
                      {code: typed(said) for code, _, _, said in self.languages() if typed(said)},
                      self._choices(), Shown(self.widest.data))

    def _chooses(self) -> bool:
        return "kind" not in self or self.kind.data == LineKind.CHOICE

    def _choices(self) -> tuple[str, ...]:
        lines = typed(self.choices).splitlines() if "choices" in self else []
        return tuple(dict.fromkeys(stripped(line) for line in lines if stripped(line)))

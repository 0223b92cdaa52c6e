"""A person as one reader may see them. Every exit (page, API, vCard, list of addresses) shows only this."""

from dataclasses import dataclass

from app.accounts.models import Person
from app.directory.models import ContactCard, ProfileLine, Shown

LINES = ("email", "phone", "availability")  # the owner of a card chooses who sees each of these
STRANGER = frozenset({Shown.PUBLIC})
MEMBER = STRANGER | {Shown.MEMBERS}
MATE = MEMBER | {Shown.NETWORK}


@dataclass(frozen=True)
class Seen:
    """PERSON with the lines of CARD that are shown at LEVELS; the others are empty.

    Everything else is for all who are signed in. Search finds a person by what all of them see.
    """

    person: Person
    card: ContactCard
    levels: frozenset[Shown]

    @property
    def email(self) -> str:
        return self.person.email if self.card.email_shown in self.levels else ""

    @property
    def phone(self) -> str:
        return self.person.phone if self.card.phone_shown in self.levels else ""

    @property
    def availability(self) -> str:
        return self.card.availability if self.card.availability_shown in self.levels else ""

    @property
    def work_days(self) -> str:
        """The days on which they work ("124": Monday, Tuesday, Thursday): one line with when to reach them."""
        return self.card.work_days if self.card.availability_shown in self.levels else ""

    @property
    def lines(self) -> list[ProfileLine]:
        """What they answered of what administrators ask for, in that order."""
        return sorted((line for line in self.card.lines
                       if not line.field.retired_at and line.audience in self.levels),
                      key=lambda line: line.field.position)


def blank(person: Person) -> ContactCard:
    """The card of one who has not filled it in: what the columns say when nothing is said."""
    return ContactCard(person_id=person.id, ask_about="", about="", languages="", availability="", work_days="",
                       of_record=False, email_shown=Shown.MEMBERS, phone_shown=Shown.NETWORK,
                       availability_shown=Shown.NETWORK)

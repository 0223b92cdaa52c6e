"""What features above put on the page of a person or a municipality, without being known here.

    @parts.of_municipality
    def examples(actor: Actor, place: Organisation) -> Embed | None: ...
"""

from collections.abc import Callable

from app.accounts.models import Person
from app.links import Embed
from app.networks.models import Organisation
from app.permissions import Actor

OfPerson = Callable[[Actor, Person], Embed | None]
OfMunicipality = Callable[[Actor, Organisation], Embed | None]
PERSON: list[OfPerson] = []
ACTS: list[OfPerson] = []
MUNICIPALITY: list[OfMunicipality] = []
INSTEAD: list[Callable[[Actor, int], Embed | None]] = []


def of_person(part: OfPerson) -> OfPerson:
    """Let PART add to the page of a person; it says None where it has nothing."""
    PERSON.append(part)
    return part


def act_on_person(part: OfPerson) -> OfPerson:
    """Let PART add a button beside the name of a person; it says None where it has nothing."""
    ACTS.append(part)
    return part


def of_municipality(part: OfMunicipality) -> OfMunicipality:
    """Let PART add to the page of a municipality; it says None where it has nothing."""
    MUNICIPALITY.append(part)
    return part


def instead_of_person(part: Callable[[Actor, int], Embed | None]) -> Callable[[Actor, int], Embed | None]:
    """Let PART say who answers for a person (by number) who is not here any more; None where it does not know."""
    INSTEAD.append(part)
    return part


def instead(actor: Actor, person_id: int) -> list[Embed]:
    """What is said of a person who is not here any more."""
    return [embed for part in INSTEAD if (embed := part(actor, person_id))]


def on_person(actor: Actor, person: Person) -> list[Embed]:
    """All that was added, in the order of registration."""
    return [embed for part in PERSON if (embed := part(actor, person))]


def acts(actor: Actor, person: Person) -> list[Embed]:
    """All buttons that were added, in the order of registration."""
    return [embed for part in ACTS if (embed := part(actor, person))]


def on_municipality(actor: Actor, place: Organisation) -> list[Embed]:
    """All that was added, in the order of registration."""
    return [embed for part in MUNICIPALITY if (embed := part(actor, place))]

"""Everything that reads examples, already narrowed to what the actor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Membership, Person
from app.database import db, now
from app.errors import Denied, Missing
from app.examples import filters
from app.examples.filters import ALL, Choice, Filters
from app.examples.models import (
    Consent,
    Example,
    ExampleEditing,
    ExampleMunicipality,
    ExampleQuote,
    ExampleTheme,
    ExampleUse,
    ExampleVersion,
    ReviewState,
)
from app.files.models import File, FileUse
from app.networks.models import Organisation, OrganisationKind, Participation
from app.permissions import NOBODY, Actor, Can, Role, reads, require, require_site, visible

PAGE = 24
LARGEST_ID = 2**31 - 1  # of PostgreSQL; a larger one points at nothing
STILL_THERE = timedelta(seconds=45)  # the form says every 15 that it is open
NEAR = 3  # related examples on a page
WHOLE = (joinedload(Example.network), joinedload(Example.contact), joinedload(Example.deputy),
         joinedload(Example.author), joinedload(Example.themes), joinedload(Example.municipalities),
         joinedload(Example.quotes).joinedload(ExampleQuote.person))
IN_LIST = (selectinload(Example.themes), selectinload(Example.municipalities))
ORDERS: dict[str, tuple[Any, ...]] = {
    "newest": (Example.published_at.desc().nulls_last(), Example.id.desc()),
    "confirmed": (Example.last_verified.desc(),),
    "title": (func.lower(Example.title),),
    "began": (func.nullif(Example.start_date, "").desc().nulls_last(),),
    "cost": (filters.kroner.asc().nulls_last(),)}


@dataclass(frozen=True)
class Found:
    """A page of examples, how many there are in all, and how the list can be narrowed further."""

    examples: Sequence[Example]
    total: int
    choices: dict[str, list[Choice]]


def example(actor: Actor, example_id: int, can: Can = Can.READ, hold: bool = False) -> Example:
    """One example with all that belongs to it, if ACTOR CAN. Raise Unknown, Missing or Denied.

    HOLD it, and others who want to change it wait until the transaction ends.
    """
    require_site(actor)
    if not 0 < example_id <= LARGEST_ID:
        raise Missing
    wanted = select(Example).where(Example.id == example_id).options(*WHOLE)
    found = db.session.scalars(
        wanted.with_for_update(of=Example) if hold else wanted).unique().one_or_none()
    require(actor, can, found)
    assert found is not None  # require has seen to it
    return found


def is_for_everybody(actor: Actor, example_id: int) -> bool:
    """Whether somebody who is not signed in may read it; ACTOR is who asks, and need not be known."""
    return 0 < example_id <= LARGEST_ID and bool(db.session.scalar(
        select(Example.id).where(Example.id == example_id, filters.listed(NOBODY, ALL))))


def examples(actor: Actor, wanted: Filters = ALL, page: int = 1, order: str = "newest") -> Found:
    """A page of what is published, in an ORDER of ORDERS, with the number of all and the choices to narrow it."""
    require_site(actor)
    total, choices = filters.counted(actor, wanted)
    chosen = select(Example).where(filters.listed(actor, wanted)).options(*IN_LIST).order_by(
        *ORDERS[order], *ORDERS["newest"]).limit(PAGE).offset((page - 1) * PAGE)
    return Found(db.session.scalars(chosen).all(), total, choices)


def all_of(actor: Actor, wanted: Filters = ALL, most: int = 5_000) -> Sequence[Example]:
    """Those that WANTED leaves, the latest first, MOST at most, for a file."""
    require_site(actor)
    return db.session.scalars(select(Example).where(filters.listed(actor, wanted)).options(
        *IN_LIST, *WHOLE[:2]).order_by(*ORDERS["newest"]).limit(most)).all()


def examples_before(actor: Actor, wanted: Filters, before: int | None, limit: int) -> Sequence[Example]:
    """For programs: the published ones by falling id, from below BEFORE."""
    require_site(actor)
    chosen = select(Example).where(filters.listed(actor, wanted)).options(
        *IN_LIST, *WHOLE[:4]).order_by(Example.id.desc()).limit(limit)
    return db.session.scalars(chosen if before is None else chosen.where(Example.id < before)).all()


def unfinished(actor: Actor) -> Sequence[Example]:
    """What waits for ACTOR: their own that are not published, and those of others to review."""
    require_site(actor)
    own = and_(Example.author_id == actor.id,
               Example.review_state.not_in([ReviewState.PUBLISHED, ReviewState.ARCHIVED]))
    return db.session.scalars(select(Example).where(or_(own, _to_review(actor))).options(
        joinedload(Example.author)).order_by(Example.updated_at.desc()).limit(PAGE)).all()


def to_review(actor: Actor) -> Sequence[Example]:
    """What waits for a review by ACTOR, the oldest first."""
    require_site(actor)
    return db.session.scalars(select(Example).where(_to_review(actor)).options(
        joinedload(Example.author), joinedload(Example.network), *IN_LIST).order_by(Example.updated_at)).all()


def quote(actor: Actor, example_id: int, message_id: int, hold: bool = False) -> ExampleQuote:
    """What ACTOR is quoted with. Raise Missing for the words of somebody else."""
    require_site(actor)
    wanted = select(ExampleQuote).where(
        ExampleQuote.example_id == example_id, ExampleQuote.message_id == message_id,
        ExampleQuote.person_id == actor.id).options(joinedload(ExampleQuote.example))
    found = db.session.scalars(wanted.with_for_update(of=ExampleQuote) if hold else wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def asked_quotes(actor: Actor) -> Sequence[ExampleQuote]:
    """Where ACTOR is asked whether they may be quoted."""
    return db.session.scalars(select(ExampleQuote).where(
        ExampleQuote.person_id == actor.id, ExampleQuote.consent == Consent.WAITING,
        ExampleQuote.asked_at.is_not(None)).options(joinedload(ExampleQuote.example))
        .order_by(ExampleQuote.asked_at)).all()


def uses(actor: Actor, example: Example) -> Sequence[ExampleUse]:
    """Who has done as EXAMPLE says, which ACTOR was given; the latest first."""
    return db.session.scalars(select(ExampleUse).where(ExampleUse.example_id == example.id).options(
        joinedload(ExampleUse.municipality), joinedload(ExampleUse.author)).order_by(ExampleUse.id.desc())).all()


def own_use(actor: Actor, use_id: int) -> tuple[ExampleUse, Example]:
    """What ACTOR has told of an example, with it. Raise Missing or Denied."""
    use = db.session.get(ExampleUse, use_id) if 0 < use_id <= LARGEST_ID else None
    if use is None:
        raise Missing
    found = example(actor, use.example_id)
    if use.author_id != actor.id and not actor.is_staff:
        raise Denied
    return use, found


def others_editing(actor: Actor, example: Example) -> Sequence[Person]:
    """Who else has the form of EXAMPLE open."""
    return db.session.scalars(select(Person).join(ExampleEditing, ExampleEditing.person_id == Person.id).where(
        ExampleEditing.example_id == example.id, ExampleEditing.person_id != actor.id,
        ExampleEditing.seen_at > now() - STILL_THERE).order_by(Person.name)).all()


def writes(actor: Actor) -> bool:
    """Whether ACTOR writes examples at all: guests read."""
    return bool(actor.networks()) or actor.is_staff


def places_to_speak_for(actor: Actor) -> Sequence[Organisation]:
    """Municipalities that ACTOR can tell something of: their own, those of networks they coordinate; staff all."""
    wanted = select(Organisation).where(Organisation.kind == OrganisationKind.MUNICIPALITY).order_by(Organisation.name)
    if not actor.is_staff:
        own = select(Person.organisation_id).where(Person.id == actor.id)
        theirs = select(Participation.organisation_id).where(
            Participation.network_id.in_(actor.networks(Role.COORDINATOR)), Participation.ended_on.is_(None))
        wanted = wanted.where(or_(Organisation.id.in_(own), Organisation.id.in_(theirs)))
    return db.session.scalars(wanted).all()


def _to_review(actor: Actor) -> ColumnElement[bool]:
    """Submitted; for staff also published with a wish for a wider circle."""
    submitted = Example.review_state == ReviewState.SUBMITTED
    if not actor.is_staff:
        return and_(submitted, Example.network_id.in_(actor.networks(Role.COORDINATOR)))
    wider = and_(Example.review_state == ReviewState.PUBLISHED, Example.visibility != Example.wanted_visibility)
    return or_(submitted, wider)


def related(actor: Actor, near: Example) -> Sequence[Example]:
    """Published examples of the same municipality or theme as NEAR, those of both first."""
    place = select(ExampleMunicipality).where(
        ExampleMunicipality.example_id == Example.id,
        ExampleMunicipality.organisation_id.in_([one.id for one in near.municipalities])).exists()
    theme = select(ExampleTheme).where(
        ExampleTheme.example_id == Example.id,
        ExampleTheme.theme_id.in_([one.id for one in near.themes])).exists()
    closeness = case((place, 1), else_=0) + case((theme, 1), else_=0)
    return db.session.scalars(select(Example).where(
        filters.listed(actor, ALL), Example.id != near.id, or_(place, theme)).options(
        joinedload(Example.municipalities)).order_by(
        closeness.desc(), Example.published_at.desc().nulls_last(), Example.id.desc()).limit(NEAR)).unique().all()


def files(actor: Actor, example: Example) -> Sequence[File]:
    """What is attached to EXAMPLE, which ACTOR was given; its picture stands elsewhere."""
    return [file for file in shown(actor, example) if file.id != example.image_id]


def shown(actor: Actor, example: Example) -> Sequence[File]:
    """What is attached to EXAMPLE, which ACTOR was given, and its picture."""
    return db.session.scalars(select(File).join(FileUse, FileUse.file_id == File.id).where(
        FileUse.place == example.place, File.removed_at.is_(None)).order_by(FileUse.id)).all()


def versions(actor: Actor, example: Example) -> Sequence[ExampleVersion]:
    """How EXAMPLE read before each change, the latest first: those that ACTOR could have read at the time."""
    found = db.session.scalars(select(ExampleVersion).where(ExampleVersion.example_id == example.id).options(
        joinedload(ExampleVersion.author)).order_by(ExampleVersion.version.desc()))
    return [one for one in found if reads(actor, one.as_it_was(example))]


def colleagues(actor: Actor, network_ids: Iterable[int]) -> Sequence[Person]:
    """Whom one can name as contact person: the members of these networks, of those that ACTOR may read."""
    there = select(Membership.person_id).where(
        Membership.network_id.in_(list(network_ids)), Membership.ended_on.is_(None),
        Membership.role.in_((Role.MEMBER, Role.COORDINATOR)), visible(actor, Membership))
    return db.session.scalars(select(Person).where(
        or_(Person.id.in_(there), Person.id == actor.id), Person.active).order_by(Person.name)).all()


def municipalities(actor: Actor, codes: Sequence[str]) -> list[Organisation]:
    """Municipalities and counties by their numbers, in the order asked for; unknown ones are left out."""
    require_site(actor)
    found = db.session.scalars(select(Organisation).where(
        Organisation.code.in_(codes),
        Organisation.kind.in_([OrganisationKind.MUNICIPALITY, OrganisationKind.COUNTY])))
    return sorted(found, key=lambda one: codes.index(one.code))

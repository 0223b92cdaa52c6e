"""Who may do what: the one page that answers it. Doors never decide; services ask here.

A thing is anything with a `network_id`; it may also have a `room_id` (inside a room), an `author_id`, others who
answer for it (KEEPERS), and a `visibility`. What is in a room of no network belongs to a conversation: it is for
those who take part in it and for nobody else, whoever they are. Nothing here knows a feature.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from app.errors import Denied, Missing, Unknown


class Role(IntEnum):
    """What a person is in one network."""

    NONE, GUEST, MEMBER, COORDINATOR = range(4)


class SiteRole(StrEnum):
    """What a person is in Livskraft as a whole."""

    PERSON, STAFF, ADMIN = "person", "staff", "admin"


class Visibility(StrEnum):
    """Who a thing is for. `draft` is its author's; `review` also its reviewers'."""

    DRAFT, REVIEW, NETWORK, MEMBERS, PUBLIC = "draft", "review", "network", "members", "public"


@dataclass(frozen=True)
class Actor:
    """The person acting, as permissions see them. Loaded once a request; id is None for nobody."""

    id: int | None = None
    name: str = ""
    site: SiteRole = SiteRole.PERSON
    roles: Mapping[int, Role] = field(default_factory=dict)  # network id -> role
    guest_rooms: frozenset[int] = frozenset()  # the rooms they are in by name: a guest's, and conversations
    organisation_id: int | None = None  # the municipality, or other organisation, that they work for

    @property
    def signed_in(self) -> bool:
        return self.id is not None

    @property
    def is_staff(self) -> bool:
        """Reads all networks and reviews examples. Administrators do too."""
        return self.site in (SiteRole.STAFF, SiteRole.ADMIN)

    @property
    def is_admin(self) -> bool:
        return self.site == SiteRole.ADMIN

    @property
    def coordinates(self) -> bool:
        """Whether they coordinate any network."""
        return bool(self.networks(Role.COORDINATOR))

    def role(self, thing: Any) -> Role:
        if in_conversation(thing):
            return Role.NONE
        if self.is_admin:
            return Role.COORDINATOR
        return self.roles.get(getattr(thing, "network_id", None) or 0, Role.NONE)

    def networks(self, least: Role = Role.MEMBER) -> set[int]:
        """The networks where this person is LEAST or more."""
        return {network for network, role in self.roles.items() if role >= least}


KEEPERS = ("author_id", "contact_id", "deputy_id")  # whose a thing is
NOBODY = Actor()
SYSTEM = Actor(name="Livskraft", site=SiteRole.ADMIN)  # Livskraft itself: set-up, imports, the command line
Rule = Callable[[Actor, Any], bool]


class Can(StrEnum):
    """What can be done: resource:action."""

    READ = "anything:read"
    SIGN_IN = "site:enter"
    ADMINISTER = "site:administer"
    EDIT_NETWORK = "network:edit"
    INVITE = "network:invite"
    POST_MESSAGE = "message:post"
    ANNOUNCE = "announcement:post"
    WRITE_TO_ALL = "people:write-to"
    EDIT_MESSAGE = "message:edit"
    REMOVE_MESSAGE = "message:remove"
    MARK_ANSWER = "thread:answer"
    EDIT_THREAD = "thread:edit"
    PIN_THREAD = "thread:pin"
    EDIT_GATHERING = "gathering:edit"
    ADD_MATERIAL = "gathering:add-material"
    EDIT_EXAMPLE = "example:edit"
    REVIEW_EXAMPLE = "example:review"
    SPREAD_EXAMPLE = "example:spread"
    CURATE = "collection:curate"
    REMOVE_FILE = "file:remove"
    EDIT_ORGANISATION = "organisation:edit"
    ADD_ORGANISATION = "organisation:add"
    EDIT_GOAL = "goal:edit"
    CHECK_SOURCES = "source:check"
    DEFINE_INDICATOR = "indicator:define"
    REPORT_FIGURES = "indicator:report"
    LOOK_AFTER_SEARCH = "search:look-after"
    HAND_OVER = "person:hand-over"
    ERASE_PERSON = "person:erase"


def in_conversation(thing: Any) -> bool:
    """Whether THING is what a few people have between them: in a room, but in no network."""
    return getattr(thing, "room_id", None) is not None and getattr(thing, "network_id", None) is None


def reads(actor: Actor, thing: Any) -> bool:
    """May ACTOR know that THING exists? `visible` says the same in SQL: change both together."""
    if in_conversation(thing) and thing.room_id not in actor.guest_rooms:
        return False
    if actor.is_admin or owns(actor, thing):
        return True
    visibility = getattr(thing, "visibility", Visibility.NETWORK)
    match visibility:
        case Visibility.PUBLIC:
            return True
        case Visibility.MEMBERS:
            return actor.signed_in
        case Visibility.REVIEW:
            return actor.is_staff or actor.role(thing) >= Role.COORDINATOR
        case Visibility.DRAFT:
            return False
    if actor.is_staff or actor.role(thing) >= Role.MEMBER:
        return True
    return getattr(thing, "room_id", None) in actor.guest_rooms


def visible(actor: Actor, model: Any) -> ColumnElement[bool]:
    """The rule of `reads` as a WHERE clause over MODEL, for lists."""
    others_talk: ColumnElement[bool] = false()
    if hasattr(model, "room_id"):
        others_talk = and_(model.network_id.is_(None), model.room_id.is_not(None),
                           model.room_id.not_in(actor.guest_rooms))
    if actor.is_admin:
        return not_(others_talk)
    coordinated = model.network_id.in_(actor.networks(Role.COORDINATOR))
    within = not_(others_talk) if actor.is_staff else model.network_id.in_(actor.networks())
    if hasattr(model, "room_id"):
        within = or_(within, model.room_id.in_(actor.guest_rooms))
    if hasattr(model, "visibility"):
        seen = model.visibility
        within = and_(not_(others_talk), or_(
            seen == Visibility.PUBLIC,
            and_(seen == Visibility.MEMBERS, true() if actor.signed_in else false()),
            and_(seen == Visibility.NETWORK, within),
            and_(seen == Visibility.REVIEW, true() if actor.is_staff else coordinated)))
    if hasattr(model, "author_id") and not hasattr(model, "room_id") and actor.signed_in:
        still = or_(model.network_id.is_(None), true() if actor.is_staff else model.network_id.in_(actor.networks()))
        own = or_(*(getattr(model, name) == actor.id for name in KEEPERS if hasattr(model, name)))
        within = or_(within, and_(own, still))
    return within


def owns(actor: Actor, thing: Any) -> bool:
    """Their own thing; but what was made in a network or said in a room stays with those who are in it."""
    if not actor.signed_in or hasattr(thing, "room_id"):
        return False
    if actor.id not in (getattr(thing, name, None) for name in KEEPERS):
        return False
    network = getattr(thing, "network_id", None)
    return network is None or actor.is_staff or actor.role(thing) >= Role.MEMBER


def at_least(role: Role) -> Rule:
    return lambda actor, thing: actor.role(thing) >= role


def takes_part(actor: Actor, thing: Any) -> bool:
    """A member of the network, or a guest in this very room."""
    return actor.role(thing) >= Role.MEMBER or getattr(thing, "room_id", None) in actor.guest_rooms


def of_network(actor: Actor, thing: Any) -> bool:
    """A conversation has neither an answer nor a title of its own."""
    return not in_conversation(thing)


def author(actor: Actor, thing: Any) -> bool:
    return actor.signed_in and bool(actor.id == thing.author_id)


def works_there(actor: Actor, thing: Any) -> bool:
    """Of the people of an organisation, about what is its own: its page, its plans."""
    return actor.organisation_id is not None and bool(actor.organisation_id == thing.organisation_id)


def staff(actor: Actor, thing: Any) -> bool:
    return actor.is_staff


def admin(actor: Actor, thing: Any) -> bool:
    return actor.is_admin


def looks_after(actor: Actor, thing: Any) -> bool:
    """Staff, or who coordinates every network that a person is in. Of staff only administrators dispose."""
    all_of_them = bool(thing.networks) and thing.networks <= actor.networks(Role.COORDINATOR)
    return bool(thing.ordinary and (actor.is_staff or all_of_them))


def either(*rules: Rule) -> Rule:
    return lambda actor, thing: any(rule(actor, thing) for rule in rules)


def both(*rules: Rule) -> Rule:
    return lambda actor, thing: all(rule(actor, thing) for rule in rules)


COORDINATOR = at_least(Role.COORDINATOR)
RULES: dict[Can, Rule] = {
    Can.READ: reads,
    Can.SIGN_IN: lambda actor, thing: actor.signed_in,
    Can.ADMINISTER: lambda actor, thing: actor.is_admin,
    Can.EDIT_NETWORK: COORDINATOR,
    Can.INVITE: COORDINATOR,
    Can.POST_MESSAGE: takes_part,
    Can.ANNOUNCE: COORDINATOR,
    Can.WRITE_TO_ALL: lambda actor, thing: actor.is_staff or bool(actor.networks()),
    Can.EDIT_MESSAGE: both(author, takes_part),
    Can.REMOVE_MESSAGE: either(both(author, takes_part), COORDINATOR),
    Can.MARK_ANSWER: either(both(author, takes_part, of_network), COORDINATOR),
    Can.EDIT_THREAD: either(both(author, takes_part, of_network), COORDINATOR),
    Can.PIN_THREAD: COORDINATOR,
    Can.EDIT_GATHERING: COORDINATOR,
    Can.ADD_MATERIAL: at_least(Role.MEMBER),
    Can.EDIT_EXAMPLE: either(owns, COORDINATOR),
    Can.REVIEW_EXAMPLE: either(staff, COORDINATOR),
    Can.SPREAD_EXAMPLE: staff,
    Can.CURATE: staff,
    Can.REMOVE_FILE: either(author, admin),
    Can.EDIT_ORGANISATION: either(staff, works_there),
    Can.ADD_ORGANISATION: staff,
    Can.EDIT_GOAL: either(both(at_least(Role.MEMBER), works_there), COORDINATOR),
    Can.CHECK_SOURCES: staff,
    Can.DEFINE_INDICATOR: COORDINATOR,
    Can.REPORT_FIGURES: at_least(Role.MEMBER),
    Can.LOOK_AFTER_SEARCH: staff,
    Can.HAND_OVER: either(author, admin, looks_after),
    Can.ERASE_PERSON: either(author, admin),
}


def allows(actor: Actor, can: Can, thing: Any = None) -> bool:
    """May ACTOR do CAN to THING? Templates ask this too, to hide a button."""
    return RULES[can](actor, thing)


def require(actor: Actor, can: Can, thing: Any) -> None:
    """Raise unless allowed. A stranger learns nothing: not even that the thing is there."""
    if thing is None or not reads(actor, thing):
        raise Missing
    if not allows(actor, can, thing):
        raise Denied


def require_site(actor: Actor, can: Can = Can.SIGN_IN) -> None:
    """Raise unless allowed on the site as a whole: Unknown when nobody is signed in."""
    if not actor.signed_in and actor != SYSTEM:
        raise Unknown
    if actor != SYSTEM and not allows(actor, can):
        raise Denied

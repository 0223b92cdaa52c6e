"""Who may do what, declared in full; and that lists follow the same rules as single things."""

from collections.abc import Callable
from types import SimpleNamespace as Thing
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import RoomGuest
from app.database import db, now
from app.errors import Denied, Missing, Unknown
from app.examples.models import Example
from app.files.models import File, FileUse
from app.networks.models import Network
from app.permissions import (
    NOBODY,
    RULES,
    SYSTEM,
    Actor,
    Can,
    Role,
    SiteRole,
    Visibility,
    allows,
    reads,
    require,
    require_site,
    visible,
)
from app.rooms.models import Room, RoomKind
from tests import cast

HERE, ELSEWHERE, ROOM, OTHER_ROOM, AUTHOR = 1, 2, 7, 8, 50
WHO = {
    "nobody": NOBODY,
    "stranger": Actor(1, roles={ELSEWHERE: Role.COORDINATOR}),
    "left": Actor(AUTHOR),  # wrote it, and then left the network
    "guest2": Actor(2, roles={HERE: Role.GUEST}, guest_rooms=frozenset({OTHER_ROOM})),
    "guest": Actor(3, roles={HERE: Role.GUEST}, guest_rooms=frozenset({ROOM})),
    "member": Actor(4, roles={HERE: Role.MEMBER}),
    "author": Actor(AUTHOR, roles={HERE: Role.MEMBER}),
    "coord": Actor(5, roles={HERE: Role.COORDINATOR}),
    "staff": Actor(6, site=SiteRole.STAFF),
    "admin": Actor(8, site=SiteRole.ADMIN),
}


def example(visibility: Visibility) -> Thing:
    return Thing(network_id=HERE, author_id=AUTHOR, visibility=visibility)


THINGS: dict[str, Any] = {
    "message": Thing(network_id=HERE, room_id=ROOM, author_id=AUTHOR),
    "whisper": Thing(network_id=None, room_id=ROOM, author_id=AUTHOR),  # said in a conversation
    "network": Thing(network_id=HERE),
    "gathering": Thing(network_id=HERE),
    "goal": Thing(network_id=HERE, organisation_id=9, visibility=Visibility.NETWORK),
    "indicator": Thing(network_id=HERE, visibility=Visibility.NETWORK),  # one that a network reports itself
    "municipality": Thing(organisation_id=9, visibility=Visibility.MEMBERS),
    "person": Thing(network_id=None, author_id=AUTHOR, visibility=Visibility.MEMBERS, networks={HERE}, ordinary=True),
    "eli": Thing(network_id=None, author_id=AUTHOR, visibility=Visibility.MEMBERS, networks={HERE}, ordinary=False),
    "upload": Thing(author_id=AUTHOR),  # a file that was put nowhere yet
    **{f"{visibility}-example": example(visibility) for visibility in Visibility},
}
# What each meets: yes, 401, 403 (may see it, but not do this), 404 (learns nothing).
TABLE = """
thing             can                     nobody stranger left guest2 guest member author coord staff admin
site              site:enter              401    yes      yes  yes    yes   yes    yes    yes   yes   yes
site              site:administer         401    403      403  403    403   403    403    403   403   yes
site              source:check            401    403      403  403    403   403    403    403   yes   yes
site              search:look-after       401    403      403  403    403   403    403    403   yes   yes
site              organisation:add        401    403      403  403    403   403    403    403   yes   yes
site              collection:curate       401    403      403  403    403   403    403    403   yes   yes
site              people:write-to         401    yes      403  403    403   yes    yes    yes   yes   yes
person            person:hand-over        404    403      yes  403    403   403    yes    yes   yes   yes
person            person:erase            404    403      yes  403    403   403    yes    403   403   yes
eli               person:hand-over        404    403      yes  403    403   403    yes    403   403   yes
network           anything:read           404    404      404  404    404   yes    yes    yes   yes   yes
network           network:edit            404    404      404  404    404   403    403    yes   403   yes
network           network:invite          404    404      404  404    404   403    403    yes   403   yes
message           anything:read           404    404      404  404    yes   yes    yes    yes   yes   yes
message           message:post            404    404      404  404    yes   yes    yes    yes   403   yes
message           announcement:post       404    404      404  404    403   403    403    yes   403   yes
message           message:edit            404    404      404  404    403   403    yes    403   403   403
message           message:remove          404    404      404  404    403   403    yes    yes   403   yes
message           thread:answer           404    404      404  404    403   403    yes    yes   403   yes
message           thread:edit             404    404      404  404    403   403    yes    yes   403   yes
message           thread:pin              404    404      404  404    403   403    403    yes   403   yes
whisper           anything:read           404    404      404  404    yes   404    404    404   404   404
whisper           message:post            404    404      404  404    yes   404    404    404   404   404
whisper           message:edit            404    404      404  404    403   404    404    404   404   404
whisper           message:remove          404    404      404  404    403   404    404    404   404   404
whisper           thread:answer           404    404      404  404    403   404    404    404   404   404
whisper           thread:edit             404    404      404  404    403   404    404    404   404   404
whisper           thread:pin              404    404      404  404    403   404    404    404   404   404
whisper           network:edit            404    404      404  404    403   404    404    404   404   404
gathering         anything:read           404    404      404  404    404   yes    yes    yes   yes   yes
goal              anything:read           404    404      404  404    404   yes    yes    yes   yes   yes
goal              goal:edit               404    404      404  404    404   403    403    yes   403   yes
gathering         gathering:edit          404    404      404  404    404   403    403    yes   403   yes
gathering         gathering:add-material  404    404      404  404    404   yes    yes    yes   403   yes
draft-example     anything:read           404    404      404  404    404   404    yes    404   404   yes
draft-example     example:edit            404    404      404  404    404   404    yes    404   404   yes
draft-example     example:review          404    404      404  404    404   404    403    404   404   yes
review-example    anything:read           404    404      404  404    404   404    yes    yes   yes   yes
review-example    example:edit            404    404      404  404    404   404    yes    yes   403   yes
review-example    example:review          404    404      404  404    404   404    403    yes   yes   yes
review-example    example:spread          404    404      404  404    404   404    403    403   yes   yes
network-example   anything:read           404    404      404  404    404   yes    yes    yes   yes   yes
network-example   example:edit            404    404      404  404    404   403    yes    yes   403   yes
network-example   example:review          404    404      404  404    404   403    403    yes   yes   yes
members-example   anything:read           404    yes      yes  yes    yes   yes    yes    yes   yes   yes
members-example   example:edit            404    403      403  403    403   403    yes    yes   403   yes
members-example   example:review          404    403      403  403    403   403    403    yes   yes   yes
members-example   example:spread          404    403      403  403    403   403    403    403   yes   yes
public-example    anything:read           yes    yes      yes  yes    yes   yes    yes    yes   yes   yes
public-example    example:edit            403    403      403  403    403   403    yes    yes   403   yes
public-example    example:review          403    403      403  403    403   403    403    yes   yes   yes
municipality      organisation:edit       404    403      403  403    403   403    403    403   yes   yes
indicator         indicator:define        404    404      404  404    404   403    403    yes   403   yes
indicator         indicator:report        404    404      404  404    404   yes    yes    yes   403   yes
upload            file:remove             404    404      yes  404    404   404    yes    404   403   yes
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [(thing, can, who, met) for thing, can, *answers in ROWS for who, met in zip(HEAD[2:], answers, strict=True)]


def meets(actor: Actor, can: Can, thing: str) -> str:
    """What ACTOR meets who tries this."""
    try:
        require_site(actor, can) if thing == "site" else require(actor, can, THINGS[thing])
    except (Unknown, Denied, Missing) as refusal:
        return str(refusal.status)
    return "yes"


@pytest.mark.parametrize(("thing", "can", "who", "met"), CELLS)
def test_each_may_what_the_table_says_and_nothing_else(thing: str, can: str, who: str, met: str) -> None:
    assert meets(WHO[who], Can(can), thing) == met


def test_the_table_holds_every_rule_and_everybody() -> None:
    assert {can for _, can, *_ in ROWS} == set(RULES) == set(Can)
    assert HEAD[2:] == list(WHO)
    assert {thing for thing, *_ in ROWS} == {"site", *THINGS}


def test_the_people_of_an_organisation_look_after_what_is_its_own() -> None:
    assert meets(Actor(1, organisation_id=9), Can.EDIT_ORGANISATION, "municipality") == "yes"
    assert meets(Actor(1, organisation_id=8), Can.EDIT_ORGANISATION, "municipality") == "403"


@pytest.mark.parametrize(("role", "says"), [(Role.MEMBER, "yes"), (Role.GUEST, "404"), (Role.NONE, "404")])
def test_a_member_writes_the_goals_of_their_own_municipality(role: Role, says: str) -> None:
    assert meets(Actor(1, roles={HERE: role}, organisation_id=9), Can.EDIT_GOAL, "goal") == says


@pytest.mark.parametrize("site", SiteRole)
def test_who_takes_part_in_a_conversation_does_there_what_a_guest_does_whoever_they_are(site: SiteRole) -> None:
    me = Actor(AUTHOR, site=site, roles={HERE: Role.COORDINATOR}, guest_rooms=frozenset({ROOM}))
    whisper, others = THINGS["whisper"], Thing(network_id=None, room_id=ROOM, author_id=2)
    own = {can for can in Can if can.startswith(("message", "thread", "network")) and allows(me, can, whisper)}
    assert own == {Can.POST_MESSAGE, Can.EDIT_MESSAGE, Can.REMOVE_MESSAGE}
    assert [can for can in own if allows(me, can, others)] == [Can.POST_MESSAGE]


def test_livskraft_itself_may_administer() -> None:
    require_site(SYSTEM, Can.ADMINISTER)
    require(SYSTEM, Can.EDIT_NETWORK, THINGS["network"])


def test_what_is_not_there_is_missing_for_an_administrator_too() -> None:
    with pytest.raises(Missing):
        require(WHO["admin"], Can.READ, None)


EVERYBODY = [None, cast.ANNE, cast.BJORN, cast.CARIN, cast.DAG, cast.ELI, cast.FRODE, cast.GRO, cast.HILDE]


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("model", [Network, Room, Example, FileUse], ids=lambda model: model.__name__)
def test_a_list_holds_exactly_what_may_be_read_one_by_one(
        stage: Flask, actor: Callable[[str], Actor], who: str | None, model: Any) -> None:
    with db.transaction() as session:
        for network in (cast.TELEMARK, cast.NORR):
            session.add_all(Example(
                slug="x", title="x", summary="", network_id=cast.network(network).id, visibility=visibility,
                author_id=cast.person(author).id, last_verified=now().date(), updated_at=now())
                for visibility in Visibility for author in (cast.BJORN, cast.HILDE, cast.CARIN))
        anne, eli = cast.person(cast.ANNE), cast.person(cast.ELI)
        talk = Room(name="Anne, Eli", kind=RoomKind.DIRECT)
        session.add(talk)
        session.flush()
        session.add_all(RoomGuest(room_id=talk.id, person_id=one.id) for one in (anne, eli))
        for place in (talk, cast.room(cast.SOLAR), cast.room(cast.NORTH)):
            file = File(author_id=anne.id, name="x", media_type="x", family="text", size=1, sha256="x")
            session.add_all(FileUse(file=file, place=f"{place.id}:{visibility}", room_id=place.id,
                                    network_id=place.network_id, visibility=visibility) for visibility in Visibility)
    reader = actor(who) if who else NOBODY
    listed = set(db.session.scalars(select(model).where(visible(reader, model))))
    everything = db.session.scalars(select(model)).all()
    assert everything and listed == {one for one in everything if reads(reader, one)}

"""Invitations, and who is in a network until when."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Invitation, Membership
from app.accounts.session import actor_of
from app.database import db, now
from app.errors import Denied, Missing
from app.memberships import service
from app.permissions import Actor, Role, reads
from tests import cast
from tests.pages import letters, send

Browser = Callable[[str | None], FlaskClient]
NEW = "nina@nome.example"


def members_path() -> str:
    return f"/networks/{cast.network(cast.TELEMARK).id}/members"


def invite(browser: FlaskClient, **fields: str):
    fields = {"email": "", "role": str(Role.MEMBER.value), "room_id": "0", "days": "14", **fields}
    return send(browser, members_path().replace("members", "invitations"), members_path(), **fields)


def mailed_path(app: Flask) -> str:
    [letter] = letters(app)
    found = re.search(r"http://[^/]+(/invitations/\S+)", letter)
    assert found
    return found[1]


def membership(email: str) -> Membership:
    return db.session.scalars(select(Membership).where(
        Membership.person_id == cast.person(email).id, Membership.ended_on.is_(None))).one()


def test_somebody_new_follows_the_letter_gives_a_name_and_is_in(stage: Flask, browser_of: Browser) -> None:
    assert invite(browser_of(cast.DAG), email=NEW).status_code == 303
    path, newcomer = mailed_path(stage), browser_of(None)
    page = newcomer.get(path).text
    assert cast.TELEMARK in page and "Dag Moen" in page
    bamble = cast.person(cast.ANNE).organisation_id
    nameless = send(newcomer, f"{path}/join", path, name=" ", organisation_id=str(bamble), title="Planner")
    assert nameless.status_code == 422 and 'value="Planner"' in nameless.text
    answer = send(newcomer, f"{path}/join", path, name="Nina Ny", organisation_id=str(bamble))
    assert answer.headers["Location"] == f"/networks/{cast.network(cast.TELEMARK).id}"
    assert newcomer.get("/api/v1/me").json["networks"][0]["name"] == cast.TELEMARK
    assert cast.person(NEW).organisation_id == bamble
    again = browser_of(None).get(path)
    assert again.status_code == 409 and "This invitation has been used." in again.text


def test_somebody_known_signs_in_first_and_says_yes(stage: Flask, browser_of: Browser) -> None:
    invite(browser_of(cast.DAG), email=cast.CARIN.upper())
    path = mailed_path(stage)
    assert "You have been here before." in browser_of(None).get(path).text
    carin = browser_of(cast.CARIN)
    assert send(carin, path, path).status_code == 303
    assert {one["name"] for one in carin.get("/api/v1/me").json["networks"]} == {cast.TELEMARK, cast.NORR}


def test_an_open_link_is_shown_once_and_asks_for_an_address_first(stage: Flask, browser_of: Browser) -> None:
    dag, stranger = browser_of(cast.DAG), browser_of(None)
    invite(dag)
    shown = re.search(r'<code class="secret">http://[^/]+(/invitations/[^<]+)</code>', dag.get(members_path()).text)
    assert shown and "class=\"secret\"" not in dag.get(members_path()).text
    path = shown[1]
    assert send(stranger, f"{path}/join", path, name="Nina", organisation_id="0").status_code == 404
    assert send(stranger, f"{path}/address", path, email="not an address").status_code == 422
    assert send(stranger, f"{path}/address", path, email=NEW).headers["Location"] == "/invitations/sent"
    own = mailed_path(stage)
    assert own != path
    assert send(stranger, f"{own}/join", own, name="Nina Ny", organisation_id="0").status_code == 303


def test_a_guest_needs_a_room_and_sees_no_other(stage: Flask, browser_of: Browser) -> None:
    dag, room = browser_of(cast.DAG), cast.room(cast.SOLAR)
    guest = str(Role.GUEST.value)
    elsewhere = str(cast.room(cast.NORTH).id)
    for number in ("0", elsewhere):
        assert invite(dag, email=NEW, role=guest, room_id=number).status_code == 422
    assert invite(dag, email=NEW, role=guest, room_id=str(room.id)).status_code == 303
    path, newcomer = mailed_path(stage), browser_of(None)
    answer = send(newcomer, f"{path}/join", path, name="Nina Ny", organisation_id="0")
    assert answer.headers["Location"] == f"/rooms/{room.id}"
    actor = actor_of(cast.person(NEW))
    assert reads(actor, room)
    assert not reads(actor, cast.room(cast.CLIMATE)) and not reads(actor, cast.network(cast.TELEMARK))


def test_a_member_who_is_invited_as_a_guest_stays_a_member(actor: Callable[[str], Actor]) -> None:
    service.admit(actor(cast.DAG), cast.network(cast.TELEMARK), cast.person(cast.ANNE).id, Role.GUEST,
                  cast.room(cast.SOLAR).id)
    assert membership(cast.ANNE).role == Role.MEMBER


@pytest.mark.parametrize(("change", "words"), [
    ({"ended_at": now()}, "This invitation was taken back."),
    ({"used_at": now()}, "This invitation has been used."),
    ({"expires_at": now() - timedelta(minutes=1)}, "This invitation is too old.")])
def test_an_invitation_that_is_over_says_so(stage: Flask, browser_of: Browser, change: dict, words: str) -> None:
    invite(browser_of(cast.DAG), email=cast.CARIN)
    path, carin = mailed_path(stage), browser_of(cast.CARIN)
    with db.transaction() as session:
        for asked in session.scalars(select(Invitation)):
            for name, value in change.items():
                setattr(asked, name, value)
    assert words in carin.get(path).text
    assert send(carin, path, "/settings").status_code == carin.get(path).status_code == 409
    unknown = carin.get("/invitations/nothing-like-it")
    assert unknown.status_code == 404 and "There is no such invitation." in unknown.text


def test_an_invitation_is_taken_back_and_a_newer_one_replaces_it(stage: Flask, browser_of: Browser) -> None:
    dag = browser_of(cast.DAG)
    invite(dag, email=NEW)
    first = mailed_path(stage)
    invite(dag, email=NEW)
    second = mailed_path(stage)
    assert browser_of(None).get(first).status_code == 409
    assert browser_of(None).get(second).status_code == 200
    [end] = re.findall(r'action="(/invitations/\d+/end)"', dag.get(members_path()).text)
    assert send(browser_of(cast.CARIN), end, "/settings").status_code == 404
    assert send(browser_of(cast.ANNE), end, "/settings").status_code == 403
    assert send(dag, end, members_path()).status_code == 303
    assert browser_of(None).get(second).status_code == 409


def test_who_may_no_longer_invite_has_invited_nobody(
        stage: Flask, browser_of: Browser, actor: Callable[[str], Actor]) -> None:
    invite(browser_of(cast.DAG), email=cast.CARIN)
    path, frode = mailed_path(stage), actor(cast.FRODE)
    service.change_role(frode, membership(cast.BJORN).id, Role.COORDINATOR)
    service.end_membership(frode, membership(cast.DAG).id)
    answer = send(browser_of(cast.CARIN), path, path)
    assert answer.status_code == 409 and "can no longer do that" in answer.text


@pytest.mark.parametrize(("who", "status"), [
    (None, 302), (cast.CARIN, 404), (cast.HILDE, 404), (cast.GRO, 404), (cast.ANNE, 403), (cast.ELI, 403),
    (cast.DAG, 200), (cast.FRODE, 200)])
def test_members_are_looked_after_by_the_coordinator(browser_of: Browser, who: str | None, status: int) -> None:
    assert browser_of(who).get(members_path()).status_code == status


def test_who_leaves_is_a_stranger_at_once_and_can_be_invited_again(stage: Flask, browser_of: Browser) -> None:
    anne, dag, telemark = browser_of(cast.ANNE), browser_of(cast.DAG), cast.network(cast.TELEMARK)
    path = f"/api/v1/networks/{telemark.id}"
    assert anne.get(path).status_code == 200
    assert send(dag, f"/memberships/{membership(cast.ANNE).id}/end", members_path()).status_code == 303
    assert anne.get(path).status_code == 404
    invite(dag, email=cast.ANNE)
    link = mailed_path(stage)
    assert send(anne, link, link).status_code == 303
    assert anne.get(path).status_code == 200
    assert membership(cast.ANNE).started_on == now().date()


def test_a_guest_who_leaves_loses_the_room(actor: Callable[[str], Actor]) -> None:
    service.end_membership(actor(cast.DAG), membership(cast.GRO).id)
    assert not reads(actor_of(cast.person(cast.GRO)), cast.room(cast.SOLAR))


def test_the_last_coordinator_stays_until_there_is_another(browser_of: Browser) -> None:
    dag = browser_of(cast.DAG)
    for part, fields in (("end", {}), ("role", {"role": str(Role.MEMBER.value)})):
        answer = send(dag, f"/memberships/{membership(cast.DAG).id}/{part}", members_path(), **fields)
        assert answer.status_code == 409 and "A network needs a coordinator." in answer.text
    assert send(dag, f"/memberships/{membership(cast.ANNE).id}/role", members_path(),
                role=str(Role.COORDINATOR.value)).status_code == 303
    assert send(dag, f"/memberships/{membership(cast.DAG).id}/role", members_path(),
                role=str(Role.MEMBER.value)).status_code == 303


def test_only_coordinators_change_who_is_in(actor: Callable[[str], Actor]) -> None:
    telemark, carin = cast.network(cast.TELEMARK), cast.person(cast.CARIN).id
    for email, refusal in ((cast.ANNE, Denied), (cast.ELI, Denied), (cast.CARIN, Missing), (cast.HILDE, Missing)):
        for call in (lambda a: service.invite(a, telemark), lambda a: service.admit(a, telemark, carin),
                     lambda a: service.end_membership(a, membership(cast.BJORN).id),
                     lambda a: service.change_role(a, membership(cast.BJORN).id, Role.COORDINATOR)):
            with pytest.raises(refusal):
                call(actor(email))


def test_a_role_that_is_none_is_refused(browser_of: Browser) -> None:
    path = f"/memberships/{membership(cast.ANNE).id}/role"
    assert send(browser_of(cast.DAG), path, members_path(), role="99").status_code == 422
    assert send(browser_of(cast.CARIN), path, "/settings", role="99").status_code == 404, "rights come first"


def invitations_path(tail: str = "") -> str:
    return members_path().replace("members", "invitations") + tail


def test_a_list_is_invited_line_by_line_and_what_was_wrong_stays_in_the_field(
        stage: Flask, browser_of: Browser) -> None:
    lines = ["Nína Ny <nina@nome.example>", "Odd Åø;ODD@nome.example;Nome", f"{cast.ANNE}", "nina@nome.example",
             "nobody at all", "", "=cmd@"]
    answer = send(browser_of(cast.DAG), invitations_path("/list"), members_path(), people="\r\n".join(lines))
    page = answer.text.partition('id="list"')[2]
    assert answer.status_code == 200
    assert [page.count(word) for word in (">invited<", "already in the network", "twice in the list",
                                          "not an e-mail address")] == [2, 1, 1, 2]
    kept = page.partition("<textarea")[2].partition("</textarea>")[0]
    assert "nobody at all" in kept and "=cmd@" in kept and "nome.example" not in kept
    assert {letter.splitlines()[0] for letter in letters(stage)} == {"nina@nome.example", "odd@nome.example"}


@pytest.mark.parametrize("people", ["", "  ", "a@x.example\n" * 201])
def test_a_list_that_is_empty_or_too_long_invites_nobody(stage: Flask, browser_of: Browser, people: str) -> None:
    answer = send(browser_of(cast.DAG), invitations_path("/list"), members_path(), people=people)
    assert answer.status_code == 422 and letters(stage) == []
    for who, status in ((cast.ANNE, 403), (cast.CARIN, 404)):
        assert send(browser_of(who), invitations_path("/list"), "/settings", people="a@x.example").status_code == status


def open_link(dag: FlaskClient, **fields: str) -> str:
    assert invite(dag, **fields).status_code == 303
    shown = re.search(r'<code class="secret">http://[^/]+(/invitations/[^<]+)</code>', dag.get(members_path()).text)
    assert shown
    return shown[1]


def test_by_a_link_enter_as_many_as_may_and_no_more(stage: Flask, browser_of: Browser) -> None:
    dag = browser_of(cast.DAG)
    path = open_link(dag, most_uses="1", days="1")
    send(browser_of(None), f"{path}/address", path, email=NEW)
    own = mailed_path(stage)
    assert send(browser_of(cast.CARIN), path, path).status_code == 303
    assert "1 of 1 have entered" not in dag.get(members_path()).text, "a link that is used up is not open"
    assert browser_of(cast.HILDE).get(path).status_code == 409
    late = send(browser_of(None), f"{own}/join", own, name="Nina", organisation_id="0")
    assert late.status_code == 409, "who asked for it before entered no sooner"


def test_a_link_that_is_taken_back_lets_in_nobody_who_got_a_letter_by_it(stage: Flask, browser_of: Browser) -> None:
    dag = browser_of(cast.DAG)
    path = open_link(dag, days="30")
    send(browser_of(None), f"{path}/address", path, email=NEW)
    own = mailed_path(stage)
    link = db.session.scalars(select(Invitation).where(Invitation.email.is_(None))).one()
    assert timedelta(days=29) < link.expires_at - now() <= timedelta(days=30)
    service.end_invitation(actor_of(cast.person(cast.DAG)), link.id)
    assert send(browser_of(None), f"{own}/join", own, name="Nina", organisation_id="0").status_code == 409


@pytest.mark.parametrize("fields", [{"most_uses": "0"}, {"most_uses": "x"}, {"most_uses": "501"}, {"days": "365"}])
def test_a_link_has_bounds(browser_of: Browser, fields: dict[str, str]) -> None:
    assert invite(browser_of(cast.DAG), **fields).status_code == 422


def test_a_mail_domain_proposes_the_municipality_and_lets_ask_but_not_enter(stage: Flask, browser_of: Browser) -> None:
    frode, dag, stranger = browser_of(cast.FRODE), browser_of(cast.DAG), browser_of(None)
    for fields in ({"domain": "x", "place": "Bamble"}, {"domain": "kommune.example", "place": "Bambel"}):
        assert send(frode, "/admin/domains", "/admin/domains", **fields).status_code == 422
    send(frode, "/admin/domains", "/admin/domains", domain="@Kommune.Example", place="bamble")
    assert "kommune.example" in frode.get("/admin/domains").text
    assert [browser_of(who).get("/admin/domains").status_code for who in (None, cast.DAG, cast.ELI)] == [302, 403, 403]
    answers = [send(stranger, "/join", "/join", email=email).headers["Location"]
               for email in ("nina@kommune.example", "nina@elsewhere.example", cast.ANNE)]
    assert answers == ["/join/sent"] * 3, "who asks learns nothing of others"
    told = {letter.splitlines()[0]: letter for letter in letters(stage)}
    assert told.keys() == {cast.DAG, cast.ANNE} and "nina@kommune.example" in told[cast.DAG]
    assert 'value="nina@kommune.example"' in dag.get(f"{members_path()}?email=nina@kommune.example").text
    invite(dag, email="nina@kommune.example")
    path = mailed_path(stage)
    chosen = re.search(r"<option selected[^>]*>([^<]+)", stranger.get(path).text)
    assert chosen and chosen[1] == "Bamble"
    assert send(frode, "/admin/domains/kommune.example/remove", "/admin/domains").status_code == 303

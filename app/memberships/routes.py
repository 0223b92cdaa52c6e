"""Who is in a network, for its coordinator; and the page that an invitation opens."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.door import device, let_in
from app.accounts.forms import typed
from app.accounts.letters import address
from app.accounts.models import Invitation
from app.accounts.queries import by_email, members
from app.accounts.session import current_actor, who
from app.errors import Invalid
from app.i18n import locale
from app.memberships import queries, service
from app.memberships.forms import AddressForm, InviteForm, JoinForm, ListForm, RoleForm
from app.memberships.listed import BAD, Outcome
from app.networks.models import Network
from app.networks.queries import network as network_of
from app.permissions import Can, Role, require
from app.security import limiter

bp = Blueprint("memberships", __name__, template_folder="templates")
SHOWN_ONCE = "new_invitation"  # in the cookie until the next page shows it


@bp.get("/networks/<int:network_id>/members")
def members_page(network_id: int) -> ResponseReturnValue:
    """Members, guests, and the invitations that are still open."""
    return page(invited_to(network_id), InviteForm(formdata=None, email=request.args.get("email", "")[:254]))


@bp.post("/networks/<int:network_id>/invitations")
@limiter.limit("60/hour", key_func=who)
def invite(network_id: int) -> ResponseReturnValue:
    """A link into the network: mailed, or shown once for the coordinator to hand on."""
    network, form = invited_to(network_id), InviteForm()
    form.offer(queries.rooms_for_guests(current_actor(), network_id))
    if not form.validate_on_submit():
        return page(network, form)
    try:
        path = service.invite(current_actor(), network, email=form.email.data, role=Role(form.role.data),
                              room_id=form.room_id.data, days=form.days.data, most_uses=form.most_uses.data)
    except Invalid as refusal:
        form.room_id.errors = [str(refusal.errors["room_id"])]
        return page(network, form)
    if form.email.data:
        flash(gettext("A letter with the invitation is on its way to %(email)s.", email=form.email.data), "success")
    else:
        session[SHOWN_ONCE] = address(path)
    return redirect(f"/networks/{network_id}/members#invitations", 303)


@bp.post("/networks/<int:network_id>/invitations/list")
@limiter.limit("20/hour", key_func=who)
def invite_all(network_id: int) -> ResponseReturnValue:
    """Everybody on a list; what came of each line, and the lines that need another look still in the field."""
    network, form = invited_to(network_id), ListForm()
    outcomes = service.invite_all(current_actor(), network, form.lines()) if form.validate_on_submit() else []
    if outcomes:
        form.people.data = "\n".join(one.line for one in outcomes if one.said == BAD)
    return page(network, InviteForm(formdata=None), form, outcomes)


@bp.get("/join")
def join_page() -> ResponseReturnValue:
    """For those whom nobody has invited yet."""
    return render_template("memberships/ask.html", form=AddressForm(formdata=None))


@bp.post("/join")
@limiter.limit("5/10 minutes")
def ask_to_join() -> ResponseReturnValue:
    """A wish: the answer is the same whether the address is known or not."""
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template("memberships/ask.html", form=form), 422
    service.ask_to_join(current_actor(), typed(form.email))
    return redirect("/join/sent", 303)


@bp.get("/join/sent")
def wish_sent() -> ResponseReturnValue:
    """What happens now."""
    return render_template("memberships/asked.html")


@bp.post("/invitations/<int:invitation_id>/end")
def end_invitation(invitation_id: int) -> ResponseReturnValue:
    """Take one back."""
    asked = service.end_invitation(current_actor(), invitation_id)
    return saved(asked.network_id, gettext("The invitation is taken back."))


@bp.post("/memberships/<int:membership_id>/role")
def change_role(membership_id: int) -> ResponseReturnValue:
    """Member or coordinator."""
    form = RoleForm()
    wanted = Role(form.role.data) if form.validate_on_submit() else Role.NONE
    membership = service.change_role(current_actor(), membership_id, wanted)
    return saved(membership.network_id, gettext("Saved."))


@bp.post("/memberships/<int:membership_id>/end")
def end_membership(membership_id: int) -> ResponseReturnValue:
    """Out, at once."""
    membership = service.end_membership(current_actor(), membership_id)
    return saved(membership.network_id, gettext("%(name)s is no longer in the network.", name=membership.person.name))


@bp.get("/invitations/<token>")
def invitation_page(token: str) -> ResponseReturnValue:
    """Who invites to what; nothing happens before a button is pressed."""
    return welcome(token)


@bp.post("/invitations/<token>")
def accept(token: str) -> ResponseReturnValue:
    """Yes, says somebody who is signed in."""
    return entered(service.accept(current_actor(), token))


@bp.post("/invitations/<token>/address")
@limiter.limit("5/minute")
def ask_for_own(token: str) -> ResponseReturnValue:
    """An open link asks for an address first, and mails an invitation to it: so we know whose it is."""
    form = AddressForm()
    if not form.validate_on_submit():
        return welcome(token, asked=form)
    service.ask_for_own(current_actor(), token, typed(form.email))
    return redirect("/invitations/sent", 303)


@bp.get("/invitations/sent")
def sent() -> ResponseReturnValue:
    """What to look for now."""
    return render_template("memberships/sent.html")


@bp.post("/invitations/<token>/join")
@limiter.limit("10/minute")
def join(token: str) -> ResponseReturnValue:
    """Yes, says somebody who is new here."""
    form = join_form(queries.invitation(current_actor(), token))
    if not form.validate_on_submit():
        return welcome(token, joining=form)
    asked, entrance = service.join(
        current_actor(), token, name=typed(form.name), title=typed(form.title), password=typed(form.password),
        organisation_id=form.organisation_id.data or None, language=locale(), device=device())
    let_in(entrance)
    return entered(asked)


def invited_to(network_id: int) -> Network:
    """The network, if one may invite to it."""
    network = network_of(current_actor(), network_id)
    require(current_actor(), Can.INVITE, network)
    return network


def page(network: Network, form: InviteForm, many: ListForm | None = None,
         outcomes: Sequence[Outcome] = ()) -> ResponseReturnValue:
    """The coordinator's page, with FORM and MANY as they were filled in, and what came of a list."""
    many = many or ListForm(formdata=None)
    actor = current_actor()
    rooms = queries.rooms_for_guests(actor, network.id)
    form.offer(rooms)
    return render_template(
        "memberships/members.html", network=network, form=form, rooms=dict(rooms), Role=Role,
        members=members(actor, network.id), invitations=queries.open_invitations(actor, [network.id]),
        new_link=session.pop(SHOWN_ONCE, None), many=many, outcomes=outcomes,
        ), 422 if form.errors or many.errors else 200


def welcome(token: str, asked: AddressForm | None = None, joining: JoinForm | None = None) -> ResponseReturnValue:
    """The page of an invitation: what is asked depends on who opens it."""
    actor = current_actor()
    invitation = queries.invitation(actor, token)
    known = bool(invitation.email and by_email(actor, invitation.email))
    return render_template(
        "memberships/welcome.html", invitation=invitation, token=token, known=known, Role=Role,
        asked=asked or AddressForm(formdata=None), joining=joining or join_form(invitation, formdata=None),
        ), 422 if asked or joining else 200


def join_form(invitation: Invitation, **options: None) -> JoinForm:
    """The form for a new person, with the municipalities of the network to choose from."""
    form = JoinForm(**options)
    email = invitation.email or ""
    form.offer([one.organisation for one in invitation.network.current], email,
               queries.place_of_address(current_actor(), email))
    return form


def entered(invitation: Invitation) -> ResponseReturnValue:
    """On to what one was invited to."""
    flash(gettext("Welcome to %(network)s.", network=invitation.network.name), "success")
    here = f"/rooms/{invitation.room_id}" if invitation.room_id else f"/networks/{invitation.network_id}"
    return redirect(here, 303)


def saved(network_id: int, words: str) -> ResponseReturnValue:
    """Back to the coordinator's page, with WORDS on top."""
    flash(words, "success")
    return redirect(f"/networks/{network_id}/members", 303)

"""Off to the provider and back, with what one browser keeps meanwhile in its cookie."""

from dataclasses import asdict
from hmac import compare_digest

from flask import Blueprint, current_app, flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.door import come_in, device, local_path, refused
from app.accounts.forms import LinkForm
from app.accounts.letters import address
from app.accounts.routes import ways_in
from app.accounts.session import CODE_LIFE, current_actor
from app.database import now
from app.errors import AppError, Missing
from app.i18n import locale
from app.security import limiter
from app.sso import protocol, queries, service
from app.sso.line import Unreachable
from app.sso.protocol import Begun, Untrue
from config import Provider

bp = Blueprint("sso", __name__, template_folder="templates")
KEPT = "sso"  # in the cookie until the browser is back


@bp.get("/sign-in/with/<way>")
@limiter.limit("30/minute")
def leave(way: str) -> ResponseReturnValue:
    """To the provider."""
    provider = provider_of(way)
    try:
        url, begun = protocol.begin(provider, back_to(way))
    except Unreachable as error:
        return not_reached(provider, error)
    session[KEPT] = {**asdict(begun), "way": way, "next": local_path(request.args.get("next")),
                     "until": (now() + CODE_LIFE).timestamp()}
    return redirect(url, 303)


@bp.get("/sign-in/with/<way>/done")
@limiter.limit("10/minute", deduct_when=refused)
def come_back(way: str) -> ResponseReturnValue:
    """From the provider: in, if all that it says is true, once."""
    provider, kept = provider_of(way), session.pop(KEPT, None) or {}
    state, onward = request.args.get("state", ""), kept.get("next", "/")
    fits = (kept.get("way") == way and kept.get("until", 0) > now().timestamp()
            and compare_digest(state.encode(), kept["state"].encode())
            and request.args.get("iss", provider.issuer) == provider.issuer)
    if not fits:
        return trouble(gettext("This took too long, or began in another window. Begin again."), 409)
    if "code" not in request.args:
        return trouble(gettext("%(name)s did not let you in.", name=provider.name), 403)
    begun = Begun(kept["state"], kept["nonce"], kept["verifier"])
    try:
        who = protocol.finish(provider, back_to(way), begun, request.args["code"])
        entrance = service.come_in(current_actor(), provider, who, locale(), device())
    except Unreachable as error:
        return not_reached(provider, error)
    except Untrue as error:
        current_app.logger.warning("An answer of %s proves nothing: %s", provider.issuer, error)
        return trouble(gettext("What %(name)s answered is not right, so nobody is signed in. Begin again, or use your "
                               "password or a link.", name=provider.name), 403)
    except AppError as refusal:
        return trouble(str(refusal.title), refusal.status)
    return come_in(entrance, onward)


@bp.get("/settings/work-accounts")
def accounts() -> ResponseReturnValue:
    """One's own accounts at work."""
    actor = current_actor()
    return render_template("sso/accounts.html", accounts=queries.identities(actor, actor.id or 0))


@bp.post("/settings/work-accounts/<int:identity_id>/remove")
def forget(identity_id: int) -> ResponseReturnValue:
    """One less."""
    service.forget(current_actor(), identity_id)
    flash(gettext("The account at work is removed."), "success")
    return redirect("/settings/work-accounts", 303)


@bp.app_context_processor
def names() -> dict[str, dict[str, str]]:
    """What the providers are called."""
    return {"provider_names": {one.issuer: one.name for one in current_app.config["LIVSKRAFT"].oidc}}


def provider_of(way: str) -> Provider:
    """The provider that operators have named WAY. Raise Missing."""
    found = [one for one in current_app.config["LIVSKRAFT"].oidc if one.key == way]
    if not found:
        raise Missing
    provider: Provider = found[0]
    return provider


def back_to(way: str) -> str:
    """The address that the provider sends browsers back to, and that is registered there."""
    return address(f"/sign-in/with/{way}/done")


def not_reached(provider: Provider, error: Unreachable) -> ResponseReturnValue:
    """The other ways in are open all the same."""
    current_app.logger.warning("%s cannot be reached: %s", provider.issuer, error)
    return trouble(gettext("%(name)s cannot be reached just now. Use your password or a link, or try again in a while.",
                           name=provider.name), 503)


def trouble(words: str, status: int) -> ResponseReturnValue:
    """The page with all ways in, and WORDS on top."""
    return ways_in(LinkForm(formdata=None), status, words)

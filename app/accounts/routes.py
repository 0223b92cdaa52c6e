"""Signing in and out, and the language of the pages."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, session
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_limiter.util import get_remote_address

from app.accounts import queries, service, settings, two_step_pages
from app.accounts.door import come_in, device, guarded, let_out, local_path, refused
from app.accounts.forms import LinkForm, SignInForm, typed
from app.accounts.models import SignIn
from app.accounts.session import credential, current_actor
from app.database import now
from app.errors import AppError, Invalid, Missing
from app.i18n import LOCALES
from app.security import limiter
from config import Config

bp = Blueprint("accounts", __name__, template_folder="templates")
bp.register_blueprint(settings.bp)
bp.register_blueprint(two_step_pages.bp)
STAY = timedelta(days=30)
SEEN_EVERY = timedelta(hours=1)


def account() -> str:
    """Whose door somebody knocks at: guessing one account from many machines is slowed down too."""
    return request.form.get("email", "").strip().lower()[:254] or get_remote_address()


guarded_account = limiter.limit("10/minute;50/hour", key_func=account, methods=["POST"], deduct_when=refused)


@bp.record
def stay_for_a_month(state: BlueprintSetupState) -> None:
    """How long a cookie holds after the last visit."""
    state.app.config["PERMANENT_SESSION_LIFETIME"] = STAY


@bp.before_app_request
def note_seen() -> None:
    """Remember now and then that somebody was here, for their own list of sign-ins."""
    if request.path.startswith("/static/"):
        return
    by = credential()
    if by and (by.seen_at is None or now() - by.seen_at > SEEN_EVERY):
        service.note_seen(current_actor(), by)


@bp.get("/sign-in")
def sign_in_page() -> ResponseReturnValue:
    """The ways in."""
    if current_actor().signed_in:
        return redirect(local_path(request.args.get("next")), 303)
    return ways_in(SignInForm(formdata=None, next=local_path(request.args.get("next"))))


@bp.post("/sign-in")
@guarded
@guarded_account
def sign_in() -> ResponseReturnValue:
    """In by password."""
    form = SignInForm()
    if not form.validate_on_submit():
        return ways_in(form, 422)
    try:
        entrance = service.sign_in(current_actor(), typed(form.email), typed(form.password), device())
    except AppError as refusal:
        return ways_in(form, refusal.status, str(refusal.title))
    return come_in(entrance, local_path(form.next.data))


@bp.post("/sign-in/link")
@limiter.limit("10/minute")
@limiter.limit("5/10 minutes", key_func=account)
def ask_for_link() -> ResponseReturnValue:
    """A letter with a link: the answer is the same whether the address is known or not."""
    form = LinkForm()
    if not form.validate_on_submit():
        return ways_in(form, 422)
    service.ask_for_link(current_actor(), typed(form.email), local_path(form.next.data, ""))
    return redirect("/sign-in/sent", 303)


@bp.get("/sign-in/sent")
def sent() -> ResponseReturnValue:
    """What to look for now."""
    return render_template("accounts/sent.html")


@bp.get("/sign-in/link/<token>")
def link_page(token: str) -> ResponseReturnValue:
    """One button: programs that look through letters follow links, but press no buttons."""
    try:
        link = queries.sign_in_link(current_actor(), token)
    except AppError as refusal:
        return ways_in(LinkForm(formdata=None), refusal.status, str(refusal.title))
    onward = local_path(request.args.get("next"))
    return render_template("accounts/link.html", person=link.person, onward=onward)


@bp.post("/sign-in/link/<token>")
@guarded
def use_link(token: str) -> ResponseReturnValue:
    """In by link, once."""
    try:
        entrance = service.use_link(current_actor(), token, device())
    except AppError as refusal:
        return ways_in(LinkForm(formdata=None), refusal.status, str(refusal.title))
    return come_in(entrance, local_path(request.form.get("next")))


@bp.post("/sign-in/demo")
def sign_in_as_demo() -> ResponseReturnValue:
    """In as one of the invented people, by one click; not there unless this is a demonstration."""
    if not current_app.config["LIVSKRAFT"].demo:
        raise Missing
    entrance = service.sign_in_as_demo(current_actor(), request.form.get("email", ""), device())
    return come_in(entrance, local_path(request.form.get("next")))


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Out, here only."""
    by = credential()
    if isinstance(by, SignIn):
        service.end_sign_in(current_actor(), by.id)
    let_out()
    flash(gettext("You are signed out."), "info")
    return redirect("/", 303)


@bp.post("/language")
def choose_language() -> ResponseReturnValue:
    """Speak another language: in this browser, and to this person."""
    language = request.form.get("language", "")
    if language not in LOCALES:
        raise Invalid
    session["language"] = language
    if current_actor().signed_in:
        service.choose_language(current_actor(), language)
    came_from = urlsplit(request.referrer or "")
    back = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return redirect(local_path(request.form.get("next"), local_path(back)), 303)


def ways_in(form: LinkForm, status: int = 200, trouble: str = "") -> ResponseReturnValue:
    """The sign-in page with FORM as it was filled in, and what was wrong with it."""
    if not isinstance(form, SignInForm):
        asked, form = form, SignInForm(formdata=None, email=form.email.data, next=form.next.data)
        form.email.errors = asked.email.errors
    config: Config = current_app.config["LIVSKRAFT"]
    demo = queries.demo_people(current_actor()) if config.demo else []
    return render_template("accounts/sign_in.html", form=form, trouble=trouble, demo_people=demo,
                           providers=config.oidc), status

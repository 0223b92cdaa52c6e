"""The second step of signing in: the page that asks for the code, and the one in the settings that sets it up."""

from flask import Blueprint, flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_limiter.util import get_remote_address
from markupsafe import Markup

from app.accounts import codes, queries, sealing, service
from app.accounts.door import come_in, guarded, let_out, local_path, refused
from app.accounts.forms import CodeForm, Form, ProofForm, typed
from app.accounts.session import current_actor, freshly_signed_in, half_sign_in, lacks_two_step
from app.errors import Conflict, Invalid
from app.security import limiter

bp = Blueprint("two_step", __name__, template_folder="templates")
HERE = "/settings/two-step"
SHOWN_ONCE = "recovery_codes"  # in the cookie until the next page shows them
STILL_OPEN = ("/settings", "/sign-in", "/static/", "/api/", "/public", "/accessibility", "/privacy", "/healthz",
              "/readyz", "/metrics", "/sw.js", "/offline")


def account() -> str:
    """Whose code somebody guesses, from however many machines."""
    half = half_sign_in()
    return f"code:{half.person_id}" if half else get_remote_address()


@bp.before_app_request
def lead_there() -> ResponseReturnValue | None:
    """Staff who must have two-step sign-in see no page of Livskraft before they have set it up."""
    if request.method != "GET" or request.path.startswith(STILL_OPEN) or not lacks_two_step():
        return None
    return redirect(HERE)


@bp.get("/sign-in/code")
def code_page() -> ResponseReturnValue:
    """It asks for a code whoever has taken the first step."""
    return asked(CodeForm(formdata=None))


@bp.post("/sign-in/code")
@guarded
@limiter.limit("10/minute;50/hour", key_func=account, deduct_when=refused)
def write_code() -> ResponseReturnValue:
    """In, if it is right."""
    half, form = half_sign_in(), CodeForm()
    if half is None or not form.validate_on_submit():
        return asked(form)
    try:
        entrance = service.prove(current_actor(), half.id, typed(form.code))
    except Invalid as refusal:
        form.code.errors = [str(refusal.errors["code"])]
        return asked(form)
    except Conflict as refusal:
        let_out()
        flash(str(refusal.title), "danger")
        return redirect("/sign-in", 303)
    return come_in(entrance, local_path(request.form.get("next")))


@bp.get(HERE)
def page() -> ResponseReturnValue:
    """What there is to do about it: turn it on, show that the app has the key, or turn it off."""
    return settings_page()


@bp.post(f"{HERE}/begin")
@limiter.limit("10/minute")
def begin() -> ResponseReturnValue:
    """A key for the app."""
    form = ProofForm()
    try:
        service.begin_two_step(current_actor(), typed(form.password), freshly_signed_in())
    except Invalid as refusal:
        return settings_page(not_proved(form, refusal))
    return redirect(HERE, 303)


@bp.post(f"{HERE}/confirm")
@limiter.limit("10/minute")
def confirm() -> ResponseReturnValue:
    """The app has it: on from now, and here are the recovery codes."""
    form = CodeForm()
    if not form.validate_on_submit():
        return settings_page(form)
    try:
        session[SHOWN_ONCE] = service.confirm_two_step(current_actor(), typed(form.code))
    except Invalid as refusal:
        form.code.errors = [str(refusal.errors["code"])]
        return settings_page(form)
    flash(gettext("Two-step sign-in is on."), "success")
    return redirect(HERE, 303)


@bp.post(f"{HERE}/codes")
@limiter.limit("10/minute")
def new_codes() -> ResponseReturnValue:
    """New recovery codes."""
    form = ProofForm()
    try:
        session[SHOWN_ONCE] = service.new_recovery_codes(
            current_actor(), typed(form.password), freshly_signed_in())
    except Invalid as refusal:
        return settings_page(not_proved(form, refusal))
    return redirect(HERE, 303)


@bp.post(f"{HERE}/off")
@limiter.limit("10/minute")
def turn_off() -> ResponseReturnValue:
    """Without it again."""
    form = ProofForm()
    try:
        service.turn_off_two_step(current_actor(), typed(form.password), freshly_signed_in())
    except Invalid as refusal:
        return settings_page(not_proved(form, refusal))
    flash(gettext("Two-step sign-in is off."), "success")
    return redirect(HERE, 303)


def not_proved(form: ProofForm, refusal: Invalid) -> ProofForm:
    """FORM with why it was refused."""
    form.password.errors = [str(refusal.errors["password"])]
    return form


def asked(form: CodeForm) -> ResponseReturnValue:
    """The page that asks for a code, with FORM as it was filled in; who has not taken the first step begins there."""
    if half_sign_in() is None:
        return redirect("/sign-in", 303)
    return render_template("accounts/code.html", form=form,
                           onward=local_path(request.values.get("next"))), 422 if form.errors else 200


def settings_page(sent: Form | None = None) -> ResponseReturnValue:
    """The page; with the form that was SENT, when it could not be taken."""
    actor = current_actor()
    person, kept = queries.oneself(actor), queries.own_two_step(actor)
    key = sealing.unseal(kept.sealed_key) if kept and not kept.confirmed_at else None
    return render_template(
        "accounts/two_step.html", kept=kept, left=queries.recovery_codes_left(actor),
        picture=Markup(codes.picture(key, person.email)) if key else "",
        key=codes.as_words(key) if key else "", fresh=freshly_signed_in(), required=lacks_two_step(),
        code=sent if isinstance(sent, CodeForm) else CodeForm(formdata=None),
        proof=sent if isinstance(sent, ProofForm) else ProofForm(formdata=None),
        recovery_codes=session.pop(SHOWN_ONCE, None)), 422 if sent else 200

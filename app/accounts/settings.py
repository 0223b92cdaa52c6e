"""One's own settings: profile, password, the browsers one is signed in with, API tokens."""

from flask import Blueprint, flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts import queries, service
from app.accounts.door import let_out
from app.accounts.forms import Form, PasswordForm, ProfileForm, TokenForm, typed
from app.accounts.models import SignIn
from app.accounts.session import credential, current_actor, current_person, freshly_signed_in
from app.errors import Invalid
from app.permissions import require_site
from app.security import limiter

bp = Blueprint("settings", __name__, url_prefix="/settings", template_folder="templates")
SHOWN_ONCE = "new_token"  # in the cookie until the next page shows it


@bp.get("")
def page() -> ResponseReturnValue:
    """All of it."""
    return settings_page()


@bp.post("")
def edit_profile() -> ResponseReturnValue:
    """What others see, and the language."""
    form = ProfileForm()
    if not form.validate_on_submit():
        return settings_page(form)
    person = service.edit_profile(current_actor(), name=typed(form.name), title=typed(form.title),
                                  phone=typed(form.phone), language=typed(form.language))
    session["language"] = person.language
    return saved(gettext("Saved."))


@bp.post("/privacy")
def choose_privacy() -> ResponseReturnValue:
    """Whether others see that one is there."""
    service.choose_presence(current_actor(), "presence" in request.form)
    return saved(gettext("Saved."), "privacy")


@bp.post("/password")
@limiter.limit("10/minute")
def change_password() -> ResponseReturnValue:
    """A new password; every other browser is signed out."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return settings_page(form)
    by = credential()
    try:
        service.change_password(current_actor(), typed(form.old), typed(form.new),
                                keep=by.id if isinstance(by, SignIn) else None, fresh=freshly_signed_in())
    except Invalid as refusal:
        for name, words in refusal.errors.items():
            form[name].errors = [str(words)]
        return settings_page(form)
    return saved(gettext("Your password is changed, and you are signed out everywhere else."))


@bp.post("/sign-ins/<int:sign_in_id>/end")
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    """Sign out a browser; perhaps this one."""
    by = credential()
    service.end_sign_in(current_actor(), sign_in_id)
    if isinstance(by, SignIn) and by.id == sign_in_id:
        let_out()
        return redirect("/", 303)
    return saved(gettext("That browser is signed out."), "sign-ins")


@bp.post("/tokens")
def make_token() -> ResponseReturnValue:
    """A key for a program, shown on the next page and never again."""
    form = TokenForm()
    if not form.validate_on_submit():
        return settings_page(form)
    session[SHOWN_ONCE] = service.make_token(current_actor(), typed(form.name))
    return redirect("/settings#tokens", 303)


@bp.post("/tokens/<int:token_id>/end")
def end_token(token_id: int) -> ResponseReturnValue:
    """Stop a key."""
    service.end_token(current_actor(), token_id)
    return saved(gettext("The token does not work any more."), "tokens")


def saved(words: str, part: str = "") -> ResponseReturnValue:
    """Back to the page, with WORDS on top."""
    flash(words, "success")
    return redirect("/settings" + (f"#{part}" if part else ""), 303)


def settings_page(sent: Form | None = None) -> ResponseReturnValue:
    """The page; with the form that was SENT as it was filled in, when it could not be taken."""
    actor, person = current_actor(), current_person()
    require_site(actor)
    profile = sent if isinstance(sent, ProfileForm) else ProfileForm(formdata=None, obj=person)
    password = sent if isinstance(sent, PasswordForm) else PasswordForm(formdata=None)
    token = sent if isinstance(sent, TokenForm) else TokenForm(formdata=None)
    return render_template(
        "accounts/settings.html", profile=profile, password=password, token=token,
        two_step=queries.has_two_step(actor, actor.id), fresh=freshly_signed_in(),
        sign_ins=queries.own_sign_ins(actor), here=credential(), tokens=queries.own_tokens(actor),
        new_token=session.pop(SHOWN_ONCE, None)), 422 if sent else 200

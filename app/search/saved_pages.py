"""Saved and recent searches: one's own, on the page of the search, and the end of letters about them."""

from flask import Blueprint, flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.session import current_actor
from app.errors import Missing
from app.permissions import NOBODY
from app.search import letters, service
from app.search.addresses import address
from app.search.routes import from_form

bp = Blueprint("saved_searches", __name__, url_prefix="/search", template_folder="templates")


@bp.post("/saved")
def save() -> ResponseReturnValue:
    """Save the search that the form came with."""
    asked = from_form()
    found = service.save(current_actor(), asked, request.form.get("name", ""))
    flash(gettext("“%(name)s” is saved. What is new comes in a letter on Mondays.", name=found.name), "success")
    return redirect(address(asked), 303)


@bp.post("/saved/<int:saved_id>/letter")
def choose_letter(saved_id: int) -> ResponseReturnValue:
    """Switch the letter about one on or off."""
    service.choose_letter(current_actor(), saved_id, "on" in request.form)
    return redirect("/search#saved", 303)


@bp.post("/saved/<int:saved_id>/remove")
def remove(saved_id: int) -> ResponseReturnValue:
    """Forget one; it can be saved again from where it leads."""
    gone = service.remove(current_actor(), saved_id)
    flash(gettext("“%(name)s” is removed. You can save it again here.", name=gone.name), "success")
    return redirect(gone.address, 303)


@bp.post("/recent/clear")
def clear_recent() -> ResponseReturnValue:
    """Forget what was searched for in this browser."""
    session.pop("searches", None)
    return redirect("/search", 303)


@bp.get("/letters")
def letters_page() -> ResponseReturnValue:
    """Where the link in a letter leads: one button. Programs that follow links in letters change nothing."""
    require_letter()
    return render_template("search/letters_end.html", token=request.args["token"], done=False)


@bp.post("/letters")
def end_letters() -> ResponseReturnValue:
    """No more letters to whom this one went."""
    service.end_letters(NOBODY, require_letter())
    return render_template("search/letters_end.html", token=request.args["token"], done=True)


def require_letter() -> int:
    """Whose letter the address is from. Raise Missing for one that we did not write."""
    person_id = letters.person_of(request.args.get("token", ""))
    if person_id is None:
        raise Missing
    return person_id

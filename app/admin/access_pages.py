"""Who saw what: written down after the answer is made, shown to administrators."""

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.session import current_actor
from app.admin import queries, service
from app.admin.watching import DOORS, WORDS
from app.errors import AppError

bp = Blueprint("access", __name__, template_folder="templates")


@bp.after_app_request
def write_down(response: Response) -> Response:
    """What was shown; if that cannot be written down just now, the page is shown all the same, and the log says so."""
    what = DOORS.get(request.endpoint or "")
    if what and response.status_code == 200 and current_actor().signed_in:
        try:
            service.note_access(current_actor(), what, **(request.view_args or {}))
        except AppError:
            current_app.logger.exception("Who saw %s was not written down.", request.path)
    return response


@bp.get("/admin/access")
def page() -> ResponseReturnValue:
    """The latest first; only of or about those whose name holds `q`."""
    words = request.args.get("q", "")[:100]
    number = min(max(request.args.get("page", 1, int), 1), 1000)
    seen, pages = queries.accesses(current_actor(), words, number)
    return render_template("admin/access.html", seen=seen, words=words, page=number, pages=pages, names=WORDS)

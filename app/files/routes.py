"""Pages of files: what is in one, its bytes, and sending one in."""

from flask import Blueprint, flash, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import storage
from app.accounts.session import current_actor
from app.files import queries, service
from app.files.kinds import KINDS
from app.permissions import Can, allows

bp = Blueprint("files", __name__, template_folder="templates")
# The bytes are a stranger's: they may load nothing, run nothing and ask nothing.
SEALED = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@bp.get("/files/<int:file_id>")
def show(file_id: int) -> ResponseReturnValue:
    """A file with the text that was found in it: a search hit opens at its page."""
    actor = current_actor()
    file = queries.file(actor, file_id)
    return render_template("files/show.html", file=file, inline=KINDS[file.media_type].inline,
                           may_remove=allows(actor, Can.REMOVE_FILE, file),
                           uses=queries.uses(actor, file))


@bp.get("/files/<int:file_id>/content")
def content(file_id: int) -> ResponseReturnValue:
    """Its bytes: a download, or shown in the browser where the kind is harmless and that is asked for."""
    file = queries.file(current_actor(), file_id)
    inline = KINDS[file.media_type].inline and "inline" in request.args
    answer = send_file(storage.path_of(file.sha256), mimetype=file.media_type, as_attachment=not inline,
                       download_name=file.name, conditional=True, etag=file.sha256)
    answer.headers["Content-Security-Policy"] = SEALED
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.post("/files/<int:file_id>/remove")
def remove(file_id: int) -> ResponseReturnValue:
    """Take it away everywhere."""
    service.remove(current_actor(), file_id)
    flash(gettext("The file is removed. It is no longer shown or found anywhere."))
    return redirect("/", 303)

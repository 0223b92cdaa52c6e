"""The API door to files."""

from typing import Any

from flask import Blueprint, jsonify, request
from flask_babel import gettext

from app.accounts.session import current_actor, who
from app.api import Answer, spec
from app.errors import Invalid
from app.files import queries, service
from app.files.models import File
from app.permissions import require_site
from app.security import limiter

bp = Blueprint("files_api", __name__, url_prefix="/api/v1")


def shown(file: File) -> dict[str, Any]:
    """A file, as the API gives it."""
    return {"id": file.id, "name": file.name, "size": file.size, "media_type": file.media_type,
            "url": f"/files/{file.id}"}


@bp.post("/files")
@limiter.limit("120/hour", key_func=who)
@spec.validate(tags=["files"])
def upload() -> Answer:
    """Send in one file as `multipart/form-data`, field `file`. Only you see it until it is put somewhere."""
    actor = current_actor()
    require_site(actor)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid(errors={"file": gettext("Choose a file.")})
    return jsonify(shown(service.upload(actor, sent.filename, sent.stream))), 201


@bp.get("/files/<int:file_id>")
@spec.validate(tags=["files"])
def show(file_id: int) -> Answer:
    """One file."""
    return jsonify(shown(queries.file(current_actor(), file_id)))

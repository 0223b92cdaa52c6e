"""The API door to files."""

from typing import Any

from flask import Blueprint, jsonify, request
from flask_babel import gettext

from app.accounts.session import current_actor, who
from app.api import Answer, spec
from app.errors import Invalid
from app.files import asked, pieces, queries, service
from app.files.models import File, Upload
from app.permissions import Actor, require_site
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


@bp.post("/uploads")
@limiter.limit("240/hour", key_func=who)
@spec.validate(tags=["files"])
def begin(json: asked.Upload) -> Answer:
    """Begin to send a file in pieces: say its name and size, then `PATCH` the address of the answer."""
    actor = current_actor()
    return jsonify(how_far(actor, pieces.begin_upload(actor, json.name, json.size))), 201


@bp.get("/uploads/<upload_id>")
@spec.validate(tags=["files"])
def far(upload_id: str) -> Answer:
    """How far an upload has come: go on from `offset`. When all of it is here, `file` is the file."""
    actor = current_actor()
    return jsonify(how_far(actor, pieces.get_upload(actor, upload_id)))


@bp.patch("/uploads/<upload_id>")
@spec.validate(tags=["files"])
def piece(upload_id: str, query: asked.Piece) -> Answer:
    """Send the bytes from `offset` on, as the body. 409 when it has come another way than that."""
    actor = current_actor()
    return jsonify(how_far(actor, pieces.add_piece(actor, upload_id, query.offset, request.stream)))


@bp.delete("/uploads/<upload_id>")
@spec.validate(tags=["files"])
def drop(upload_id: str) -> Answer:
    """Send no more of it."""
    pieces.drop_upload(current_actor(), upload_id)
    return jsonify({})


def how_far(actor: Actor, one: Upload) -> dict[str, Any]:
    """An upload, as the API gives it."""
    file = pieces.made_file(actor, one)
    return {"id": one.id, "offset": pieces.come_so_far(actor, one), "size": one.size,
            "file": shown(file) if file else None}


@bp.get("/files/<int:file_id>")
@spec.validate(tags=["files"])
def show(file_id: int) -> Answer:
    """One file."""
    return jsonify(shown(queries.file(current_actor(), file_id)))

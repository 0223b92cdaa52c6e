"""What every API door shares: its description, its pages of a list, and its cursors."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Blueprint, Flask, Response, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from pydantic import BaseModel, ConfigDict, ValidationError
from spectree import SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData

from app.errors import Invalid

bp = Blueprint("api", __name__, url_prefix="/api")
DEFAULT_LIMIT, MAX_LIMIT = 50, 200
T = TypeVar("T")
Answer = Response | tuple[Response, int]  # spectree reads the return type of a door


class Body(BaseModel):
    """What is sent in: unknown fields are refused, so that a typing error is not lost in silence."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = []


def invalid(error: ValidationError) -> Invalid:
    """The fields that pydantic refused, by name."""
    fields = {".".join(map(str, found["loc"])) or "body": found["msg"] for found in error.errors()}
    return Invalid(errors=fields)


def _refuse(request: Any, response: Any, error: Exception | None, *rest: Any) -> None:
    if isinstance(error, ValidationError):
        raise invalid(error)
    if error is not None:
        raise Invalid(errors={"body": gettext("This is not valid JSON.")})


spec = SpecTree("flask", title="Livskraft", version="v1", mode="strict", openapi_version="3.1.0",
                annotations=True, before=_refuse, page_templates={},
                security_schemes=[SecurityScheme(
                    name="token", data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer"))],
                security={"token": []})


def init_app(app: Flask) -> None:
    """Let the description see every door of APP."""
    spec.app = app
    app.register_blueprint(bp)


@bp.get("/v1/openapi.json")
def openapi() -> Response:
    """The description of this API."""
    return jsonify(spec.spec)


@bp.get("/docs")
def docs() -> ResponseReturnValue:
    """The same for people."""
    return render_template("api_docs.html", spec=spec.spec)


def limited(limit: int | None) -> int:
    """How many items a page of a list holds."""
    return min(max(limit or DEFAULT_LIMIT, 1), MAX_LIMIT)


def listed(items: Sequence[T], limit: int, shown: Callable[[T], Any],
           key: Callable[[T], int]) -> dict[str, Any]:
    """`{items, next}` of ITEMS, which were asked for with one more than LIMIT."""
    page = items[:limit]
    return {"items": [shown(item) for item in page],
            "next": cursor(key(page[-1])) if len(items) > limit else None}


def cursor(position: int) -> str:
    """An opaque mark of where the next page begins."""
    return urlsafe_b64encode(str(position).encode()).decode().rstrip("=")


def position(mark: str | None) -> int | None:
    """What `cursor` hid. Raise Invalid for a mark that is not ours."""
    if not mark:
        return None
    try:
        return int(urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except ValueError:
        raise Invalid(errors={"cursor": gettext("This is not a cursor of ours.")}) from None

"""The API door to examples: the fields of the template, in snake_case."""

from typing import Any

from flask import Blueprint
from spectree import Response

from app.accounts.session import current_actor
from app.api import Problem, limited, listed, position, spec
from app.examples import asked, queries, service, shapes, shown
from app.permissions import Actor

bp = Blueprint("examples_api", __name__, url_prefix="/api/v1")
Json = dict[str, Any]
REFUSED = {"HTTP_401": Problem, "HTTP_403": Problem, "HTTP_404": Problem, "HTTP_422": Problem}


@bp.get("/examples")
@spec.validate(resp=Response(HTTP_200=shapes.Examples, HTTP_401=Problem, HTTP_422=Problem), tags=["examples"])
def examples(query: asked.Page) -> Json:
    """The published examples that you may read, the newest first."""
    limit = limited(query.limit)
    found = queries.examples_before(current_actor(), query.filters, position(query.cursor), limit + 1)
    return listed(found, limit, shown.line, lambda one: one.id)


@bp.post("/examples")
@spec.validate(resp=Response(HTTP_201=shapes.Example, **REFUSED), tags=["examples"])
def create(json: asked.NewExample) -> tuple[Json, int]:
    """Begin an example as a draft of your own. It is reviewed and published on its page."""
    actor = current_actor()
    example = service.create(actor, asked.fields(actor, json))
    return one(actor, example.id), 201


@bp.get("/examples/<int:example_id>")
@spec.validate(resp=Response(HTTP_200=shapes.Example, HTTP_401=Problem, HTTP_404=Problem), tags=["examples"])
def example(example_id: int) -> Json:
    """One example."""
    return one(current_actor(), example_id)


@bp.patch("/examples/<int:example_id>")
@spec.validate(resp=Response(HTTP_200=shapes.Example, HTTP_409=Problem, **REFUSED), tags=["examples"])
def edit(example_id: int, json: asked.Changes) -> Json:
    """Change some fields. With `version`, a change in between is a conflict."""
    actor = current_actor()
    service.edit(actor, example_id, asked.fields(actor, json), json.version)
    return one(actor, example_id)


def one(actor: Actor, example_id: int) -> Json:
    """An example with its files."""
    found = queries.example(actor, example_id)
    return shown.whole(found, queries.files(actor, found))

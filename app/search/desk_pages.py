"""The desk of those who look after the search: what people miss, and whether the index is sound."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.session import current_actor
from app.search import kept, proofs

bp = Blueprint("search_desk", __name__, url_prefix="/admin", template_folder="templates")
PROOFS = 7


@bp.get("/search")
def desk() -> ResponseReturnValue:
    """Words that found nothing, and the last proofs that index and database are equal."""
    gaps = kept.gaps(current_actor())
    return render_template("search/desk.html", gaps=gaps, days_kept=kept.DAYS_KEPT, proofs=proofs.proofs(PROOFS))

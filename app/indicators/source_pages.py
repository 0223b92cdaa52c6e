"""Pages for staff: which tables are fetched, how that went, and fetching them now."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from app.accounts.session import current_actor
from app.indicators import queries, service
from app.indicators.maker_pages import wanted_frame
from app.indicators.sources.recipes import sources

bp = Blueprint("sources", __name__, url_prefix="/indicators/sources")
FRAME = "refreshing"


@bp.get("")
def fetched() -> ResponseReturnValue:
    """Which tables are fetched, when they were, and what went wrong; what is being fetched just now."""
    actor = current_actor()
    run = queries.last_run(actor)
    page = "indicators/_refreshing.html" if wanted_frame() == FRAME else "indicators/sources.html"
    return render_template(page, run=run, going=bool(run and queries.is_going(actor, run)),
                           tables=queries.source_tables(actor), sources=sources())


@bp.post("/refresh")
def refresh() -> ResponseReturnValue:
    """Fetch them now."""
    service.ask_refresh(current_actor())
    return redirect("/indicators/sources", 303)

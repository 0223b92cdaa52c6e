"""The page on which a summary is written, with what it said before."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from wtforms import IntegerField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from app.accounts.forms import Form, typed
from app.accounts.session import current_actor
from app.errors import AppError, Conflict
from app.permissions import Can
from app.rooms import queries as rooms
from app.rooms.models import Thread
from app.summaries import queries, service
from app.summaries.models import Summary

bp = Blueprint("summaries", __name__, template_folder="templates")


class SummaryForm(Form):
    """What the thread came to, and which wording was changed."""

    text = TextAreaField(lazy_gettext("What did this thread come to?"))
    seen = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])


@bp.get("/threads/<int:thread_id>/summary")
def page(thread_id: int) -> ResponseReturnValue:
    """Its wordings; for who takes part, a form with the latest."""
    thread = rooms.thread(current_actor(), thread_id)
    latest = queries.latest(current_actor(), thread)
    return shown(thread, SummaryForm(formdata=None, data={
        "text": latest.text if latest else "", "seen": latest.id if latest else 0}))


@bp.post("/threads/<int:thread_id>/summary")
def write(thread_id: int) -> ResponseReturnValue:
    """Let it stand on top. When somebody was first, both are shown."""
    actor, form = current_actor(), SummaryForm()
    thread = rooms.thread(actor, thread_id, Can.POST_MESSAGE)
    theirs: Summary | None = None
    try:
        service.write(actor, thread_id, typed(form.text), form.seen.data or 0)
    except AppError as refusal:
        form.text.errors = [str(one) for one in refusal.errors.values()] or [str(refusal.title)]
        if isinstance(refusal, Conflict) and (theirs := queries.latest(actor, thread)):
            form.seen.data, form.seen.raw_data = theirs.id, None
        return shown(thread, form, theirs, refusal.status)
    return redirect(f"/threads/{thread_id}", 303)


def shown(thread: Thread, form: SummaryForm, theirs: Summary | None = None, status: int = 200) -> ResponseReturnValue:
    """The page; THEIRS is what somebody else wrote meanwhile."""
    return render_template("summaries/write.html", thread=thread, form=form, theirs=theirs,
                           wordings=queries.all_of(current_actor(), thread)), status

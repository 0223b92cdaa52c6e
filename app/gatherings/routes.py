"""Pages of gatherings: what is coming, one of them, its calendar entry, whether one comes."""

from collections.abc import Sequence
from io import BytesIO

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.session import current_actor
from app.errors import Invalid
from app.gatherings import edit_pages, material_pages, queries, service, times
from app.gatherings.calendar import calendar
from app.gatherings.forms import AnswerForm
from app.gatherings.models import Answer, Attendance, Gathering
from app.i18n import clock_words
from app.networks.models import Organisation

bp = Blueprint("gatherings", __name__, template_folder="templates")
bp.register_blueprint(edit_pages.bp)
bp.register_blueprint(material_pages.bp)
PER_PAGE, MOST_PAGES = 20, 1000


for words in (times.span_words, times.date_words, times.day_number, times.month_words, clock_words):
    bp.add_app_template_filter(words)


@bp.get("/gatherings")
def gatherings() -> ResponseReturnValue:
    """What is coming, then what was held, in all networks that one reads."""
    actor = current_actor()
    page = min(max(request.args.get("page", 1, int), 1), MOST_PAGES)
    coming = queries.coming(actor) if page == 1 else []
    held = queries.held(actor, PER_PAGE, (page - 1) * PER_PAGE)
    networks = {one.network_id for one in (*coming, *held)}
    return render_template(
        "gatherings/list.html", coming=coming, held=held, page=page,
        pages=-(-queries.number_held(actor) // PER_PAGE), several=len(networks) > 1,
        answers=queries.own_answers(actor, coming), may_arrange=queries.may_arrange(actor))


@bp.get("/gatherings/<int:gathering_id>")
def gathering(gathering_id: int) -> ResponseReturnValue:
    """When, where, the agenda with its material, and who comes."""
    return page(queries.gathering(current_actor(), gathering_id))


@bp.get("/gatherings/<int:gathering_id>/calendar.ics")
def calendar_file(gathering_id: int) -> ResponseReturnValue:
    """For the calendar that one keeps elsewhere."""
    found = queries.gathering(current_actor(), gathering_id)
    url = f"{current_app.config['LIVSKRAFT'].base_url}/gatherings/{found.id}"
    return send_file(BytesIO(calendar(found, url)), "text/calendar", as_attachment=True,
                     download_name=f"livskraft-{found.id}.ics")


@bp.post("/gatherings/<int:gathering_id>/answer")
def answer(gathering_id: int) -> ResponseReturnValue:
    """Yes, no or maybe, with a word to the hosts."""
    form, given = AnswerForm(), request.form.get("answer", "")
    if given not in set(Answer):
        raise Invalid(errors={"answer": gettext("Say yes, no or maybe.")})
    if not form.validate_on_submit():
        return page(queries.gathering(current_actor(), gathering_id), form)
    service.answer(current_actor(), gathering_id, Answer(given), form.note.data or "")
    flash(gettext("Your answer is noted. You can change it until the gathering."), "success")
    return redirect(f"/gatherings/{gathering_id}", 303)


def page(gathering: Gathering, sent: AnswerForm | None = None) -> ResponseReturnValue:
    """The page of GATHERING; with an answer that was SENT and could not be taken."""
    actor = current_actor()
    attendances = queries.attendances(actor, gathering)
    own = next((one for one in attendances if one.person_id == actor.id), None)
    form = sent or AnswerForm(formdata=None, obj=own)
    return render_template(
        "gatherings/show.html", gathering=gathering, days=times.by_day(gathering.agenda), form=form, own=own,
        material=queries.material(actor, gathering), groups=by_municipality(attendances), Answer=Answer,
        numbers={one: sum(given.answer == one for given in attendances) for one in Answer},
        unanswered=queries.unanswered(actor, gathering)), 422 if sent else 200


def by_municipality(attendances: Sequence[Attendance]) -> list[tuple[Organisation | None, list[Attendance]]]:
    """Who comes or may come, by the municipality or organisation they work for; those of none last."""
    groups: dict[Organisation | None, list[Attendance]] = {}
    for one in attendances:
        if one.answer != Answer.NO:
            groups.setdefault(one.person.organisation, []).append(one)
    return sorted(groups.items(), key=lambda group: (group[0] is None, group[0].name if group[0] else ""))

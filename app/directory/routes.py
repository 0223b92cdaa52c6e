"""Pages of people and municipalities: whom to ask, and how to reach them."""

from itertools import groupby

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import storage
from app.accounts.session import current_actor
from app.directory import organisation_pages, parts, profile_pages, queries, service
from app.directory.choosing import DIMENSIONS, facets, in_order, matching, place_key, resolved
from app.directory.days import days_words
from app.directory.drawing import drawn
from app.directory.forms import CardForm
from app.directory.phones import digits
from app.directory.seen import Seen
from app.directory.vcard import vcard
from app.errors import AppError, Missing
from app.i18n import locale
from app.networks.queries import themes
from app.permissions import Can, allows

bp = Blueprint("directory", __name__, template_folder="templates")
bp.register_blueprint(organisation_pages.bp)
bp.register_blueprint(profile_pages.bp)
bp.add_app_template_filter(digits)
bp.add_app_template_filter(lambda worked: days_words(worked, locale()), "work_days")
PER_PAGE, MOST_PAGES, MOST_ADDRESSES = 48, 1000, 500


@bp.get("/contacts")
def contacts() -> ResponseReturnValue:
    """Everybody who fits, by municipality."""
    actor = current_actor()
    register = queries.register(actor, locale())
    chosen = resolved(asked(), register)
    found = in_order(matching(register.rows, chosen), locale())
    pages = max(-(-len(found) // PER_PAGE), 1)
    page = min(max(request.args.get("page", 1, int), 1), pages)
    shown = queries.seen(actor, [row.id for row in found[(page - 1) * PER_PAGE:page * PER_PAGE]])
    groups = [(place, list(people)) for place, people in groupby(shown, key=lambda one: one.person.organisation)]
    return render_template(
        "directory/contacts.html", groups=groups, number=len(found), asked=chosen, page=page, pages=pages,
        facets=facets(register, chosen, locale()), labels=register.labels, address=address, mine=actor.id)


@bp.get("/contacts/addresses")
def addresses() -> ResponseReturnValue:
    """The e-mail addresses of those who fit (only of each `person`, if any is named), to copy into a letter."""
    actor = current_actor()
    register = queries.register(actor, locale())
    chosen = resolved(asked(), register)
    found = in_order(matching(register.rows, chosen), locale())
    if wanted := set(request.args.getlist("person", int)):
        found = [row for row in found if row.id in wanted]
    people = queries.seen(actor, [row.id for row in found[:MOST_ADDRESSES]])
    return render_template("directory/addresses.html", number=len(found), most=MOST_ADDRESSES, back=address(chosen),
                           addresses=[one.email for one in people if one.email])


@bp.get("/people/<int:person_id>")
def person(person_id: int) -> ResponseReturnValue:
    """What they know, where they belong, how to reach them."""
    actor = current_actor()
    try:
        seen = queries.person(actor, person_id)
    except Missing:
        if left := drawn(parts.instead(actor, person_id)):
            return render_template("directory/left.html", parts=left)
        raise
    return render_template(
        "directory/person.html", seen=seen, person=seen.person, memberships=queries.memberships(actor, seen.person),
        acts=drawn(parts.acts(actor, seen.person)), parts=drawn(parts.on_person(actor, seen.person)))


@bp.get("/people/<int:person_id>/photo")
def photo(person_id: int) -> ResponseReturnValue:
    """Their portrait. Its address names the picture, so that a browser may keep it."""
    person = queries.person(current_actor(), person_id).person
    if not person.photo:
        raise Missing
    answer = send_file(storage.path_of(person.photo), mimetype="image/jpeg", etag=person.photo, conditional=True)
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


@bp.get("/people/<int:person_id>.vcf")
def card_file(person_id: int) -> ResponseReturnValue:
    """For the address book; `version=3` is the one that Outlook reads too."""
    seen = queries.person(current_actor(), person_id)
    url = f"{current_app.config['LIVSKRAFT'].base_url}/people/{person_id}"
    version = "3.0" if request.args.get("version", "").startswith("3") else "4.0"
    answer = make_response(vcard(
        seen, url, [theme.label(locale()) for theme in seen.card.themes],
        [(line.field.label(locale()), line.text) for line in seen.lines], version))
    answer.headers.set("Content-Type", "text/vcard; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"livskraft-{person_id}.vcf")
    return answer


@bp.get("/people/me/edit")
def card_page() -> ResponseReturnValue:
    """One's own contact card to change."""
    own = queries.own_card(current_actor())
    form = card_form(own, formdata=None)
    form.show(own)
    return own_page(form)


@bp.post("/people/me/edit")
def edit_card() -> ResponseReturnValue:
    """What others may ask one about, and who sees what."""
    actor = current_actor()
    own = queries.own_card(actor)
    form = card_form(own)
    if not form.validate_on_submit():
        return own_page(form)
    sent = request.files.get("photo")
    try:
        if sent and sent.filename:
            service.set_photo(actor, sent.filename, sent.stream)
        elif form.no_photo.data:
            service.remove_photo(actor)
    except AppError as refusal:
        form.photo.errors = [str(refusal.title)]
        return own_page(form)
    service.edit_card(actor, form.facts())
    flash(gettext("Your contact card is saved."), "success")
    return redirect(f"/people/{own.person.id}", 303)


@bp.get("/municipalities/<code>")
def municipality(code: str) -> ResponseReturnValue:
    """Its people, its networks and their decisions, and what other features know of it."""
    actor = current_actor()
    place, *others = queries.municipalities(actor, code)
    return render_template(
        "directory/municipality.html", place=place, others=others, people=queries.people_of(actor, place),
        participations=queries.participations(actor, place), county=place.county and place_key(place.county),
        edits=allows(actor, Can.EDIT_ORGANISATION, place),
        parts=drawn(parts.on_municipality(actor, place)))


def asked() -> dict[str, str]:
    """What the address asks for."""
    return {name: request.args[name].strip()[:200] for name in (*DIMENSIONS, "q") if request.args.get(name)}


def address(chosen: dict[str, str], endpoint: str = "contacts", **more: str | int) -> str:
    """Of the page with what is CHOSEN and MORE; an empty value lets go of one."""
    wanted = {name: value for name, value in {**chosen, **more}.items() if value}
    return url_for(f"directory.{endpoint}", **wanted)  # type: ignore[arg-type]  # names of the query, all text


def card_form(own: Seen, **options: None) -> CardForm:
    """The form for one's OWN card, with what there is to choose from."""
    actor = current_actor()
    form = CardForm.asking(queries.profile_fields(actor), locale())(**options)
    form.offer(themes(actor), queries.colleagues(actor), own, locale())
    return form


def own_page(form: CardForm) -> ResponseReturnValue:
    """The page with FORM, as it was filled in."""
    return render_template("directory/edit.html", form=form), 422 if form.errors else 200


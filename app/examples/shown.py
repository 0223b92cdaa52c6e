"""Examples as JSON."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.accounts.models import Person
from app.examples.fields import LONG
from app.examples.models import Example
from app.files.models import File
from app.networks.models import Network
from app.permissions import Visibility

Json = dict[str, Any]
AS_THEY_ARE = ("organisation", *LONG, "cost_amount", "currency", "funding", "effects", "links", "keywords",
               "sdg_targets", "geo_character", "location", "lat", "lon", "used_by")
OPEN = (Visibility.NETWORK, Visibility.MEMBERS, Visibility.PUBLIC)


def line(one: Example) -> Json:
    """In a list. What is not published yet is a draft to programs; `review_state` says more."""
    return {
        "id": one.id, "slug": one.slug, "url": one.path, "title": one.title, "summary": one.summary,
        "language": one.language, "themes": [theme.key for theme in one.themes],
        "municipalities": [{"code": place.code, "country": place.country, "name": place.name}
                           for place in one.municipalities],
        "network": named(one.network), "measure_type": one.measure_type, "status": one.status,
        "start_date": one.start_date, "end_date": one.end_date,
        "visibility": one.visibility if one.visibility in OPEN else Visibility.DRAFT,
        "review_state": one.review_state, "last_verified": one.last_verified.isoformat(),
        "updated_at": moment(one.updated_at), "version": one.version}


def whole(one: Example, files: Iterable[File]) -> Json:
    """All of it, with the FILES that are attached."""
    return {
        **line(one), **{name: getattr(one, name) for name in AS_THEY_ARE},
        "gathering": one.gathering_id, "indicators": [int(key.partition(":")[2]) for key in one.cards],
        "contact_person": named(one.contact), "deputy": named(one.deputy), "image": picture(one),
        "wanted_visibility": one.wanted_visibility,
        "attachments": [{"id": file.id, "name": file.name, "size": file.size, "media_type": file.media_type,
                         "url": f"/files/{file.id}"} for file in files],
        "html": one.html_of, "source": one.source, "created_by": named(one.author),
        "created_at": moment(one.created_at)}


def picture(one: Example) -> Json | None:
    """Its picture with the words for those who cannot see it."""
    return {"id": one.image_id, "url": f"/files/{one.image_id}/content?inline", "alt": one.image_alt,
            "credit": one.image_credit} if one.image_id else None


def named(thing: Person | Network | None) -> Json | None:
    """Its id and its name."""
    return {"id": thing.id, "name": thing.name} if thing else None


def moment(at: datetime) -> str:
    """ISO 8601, UTC."""
    return at.isoformat().replace("+00:00", "Z")

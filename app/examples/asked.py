"""What programs send about examples. Unknown fields are refused, by name; the service checks the rest."""

from datetime import date
from typing import Any, Literal

from flask_babel import gettext
from pydantic import Field

from app.api import Body
from app.errors import Invalid
from app.examples import queries
from app.examples.fields import Fields
from app.examples.filters import Filters
from app.examples.models import MeasureStatus, MeasureType
from app.networks.queries import themes
from app.permissions import Actor

LANGUAGE = Literal["nb", "nn", "sv", "en", "se"]
OWN_NAMES = {"network": "network_id", "gathering": "gathering_id", "contact_person": "contact_id",
             "deputy": "deputy_id", "image": "image_id",
             "visibility": "wanted_visibility", "indicators": "cards", "attachments": "files"}


class Page(Body):
    """Which examples; `cursor` is the `next` of the page before."""

    theme: str | None = None
    municipality: str | None = None
    county: str | None = None
    measure_type: MeasureType | None = None
    status: MeasureStatus | None = None
    year: int | None = None
    network: int | None = None
    size: Literal["-2000", "2000-5000", "5000-10000", "10000-20000", "20000-"] | None = None
    cost: int | None = Field(None, ge=1, le=5)
    fresh: Literal["yes", "no"] | None = None
    cursor: str | None = None
    limit: int | None = Field(None, ge=1)

    @property
    def filters(self) -> Filters:
        """What narrows the list."""
        return Filters(**self.model_dump(exclude={"cursor", "limit"}))


class Effect(Body):
    """A figure that was measured."""

    measure: str
    value: float
    unit: str = ""
    year: int | None = None
    indicator: str = ""


class Link(Body):
    """An address elsewhere."""

    url: str
    label: str = ""


class Changes(Body):
    """Any of the fields. `themes` are keys, `municipalities` numbers (the owner first), `indicators` the ids of
    snapshot cards, `attachments` the ids of files; long texts are Markdown."""

    title: str | None = None
    summary: str | None = None
    language: LANGUAGE | None = None
    themes: list[str] | None = None
    municipalities: list[str] | None = None
    network: int | None = None
    gathering: int | None = None
    organisation: str | None = None
    measure_type: MeasureType | None = None
    status: MeasureStatus | None = None
    start_date: str | None = None
    end_date: str | None = None
    challenge: str | None = None
    objectives: str | None = None
    solution: str | None = None
    participants: str | None = None
    political_decision: str | None = None
    cost_amount: float | None = None
    currency: Literal["NOK", "SEK", "EUR"] | None = None
    funding: str | None = None
    resources_text: str | None = None
    results: str | None = None
    effects: list[Effect] | None = None
    indicators: list[int] | None = None
    success_factors: str | None = None
    barriers: str | None = None
    transferability: str | None = None
    contact_person: int | None = None
    deputy: int | None = None
    image: int | None = None
    image_alt: str | None = None
    image_credit: str | None = None
    location: str | None = None
    lat: float | None = None
    lon: float | None = None
    links: list[Link] | None = None
    attachments: list[int] | None = None
    keywords: list[str] | None = None
    sdg_targets: list[str] | None = None
    geo_character: Literal["", "urban", "densely", "rural", "coast", "island", "mountain"] | None = None
    visibility: Literal["network", "members", "public"] | None = None
    last_verified: date | None = None
    version: int | None = None


class NewExample(Changes):
    """A new example: the first four are needed."""

    title: str
    summary: str
    themes: list[str]
    municipalities: list[str]


NULLABLE = {"network", "gathering", "measure_type", "status", "cost_amount", "deputy", "image", "lat", "lon"}


def fields(actor: Actor, sent: Changes) -> Fields:
    """What was SENT, by the names of the service. Raise Invalid for a theme or municipality that is not known."""
    given: dict[str, Any] = {
        OWN_NAMES.get(name, name): value for name, value in sent.model_dump(exclude_unset=True).items()
        if name != "version" and (value is not None or name in NULLABLE)}
    if "themes" in given:
        ids = {theme.key: theme.id for theme in themes(actor)}
        given["themes"] = [known(ids, key, "themes") for key in given["themes"]]
    if "municipalities" in given:
        places = {place.code: place.id for place in queries.municipalities(actor, given["municipalities"])}
        given["municipalities"] = [known(places, code, "municipalities") for code in given["municipalities"]]
    if "cards" in given:
        given["cards"] = [f"card:{number}" for number in given["cards"]]
    found: Any = given
    ready: Fields = found
    return ready


def known(ids: dict[str, int], key: str, field: str) -> int:
    """The id of KEY. Raise Invalid, naming the FIELD, for one that is not there."""
    if key not in ids:
        raise Invalid(errors={field: gettext("There is no «%(key)s».", key=key[:60])})
    return ids[key]

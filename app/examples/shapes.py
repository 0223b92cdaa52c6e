"""What the API answers about examples, for its description. `shown.py` makes these from rows."""

from typing import Any

from app.api import Body


class Place(Body):
    """A municipality."""

    code: str
    country: str
    name: str


class Named(Body):
    """A person or a network."""

    id: int
    name: str


class Line(Body):
    """An example in a list."""

    id: int
    slug: str
    url: str
    title: str
    summary: str
    language: str
    themes: list[str]
    municipalities: list[Place]
    network: Named | None
    measure_type: str | None
    status: str | None
    start_date: str
    end_date: str
    visibility: str
    review_state: str
    last_verified: str
    updated_at: str
    version: int


class Example(Line):
    """All of it. `visibility` is who reads it now, `wanted_visibility` who will once it is published."""

    gathering: int | None
    organisation: str
    challenge: str
    objectives: str
    solution: str
    participants: str
    political_decision: str
    cost_amount: float | None
    currency: str
    funding: str
    resources_text: str
    results: str
    effects: list[dict[str, Any]]
    indicators: list[int]
    success_factors: str
    barriers: str
    transferability: str
    contact_person: Named | None
    deputy: Named | None
    image: dict[str, Any] | None
    location: str
    lat: float | None
    lon: float | None
    used_by: int
    links: list[dict[str, str]]
    attachments: list[dict[str, Any]]
    keywords: list[str]
    sdg_targets: list[str]
    geo_character: str
    wanted_visibility: str
    html: dict[str, str]
    source: str
    created_by: Named
    created_at: str


class Examples(Body):
    """Some examples, and where the next ones begin."""

    items: list[Line]
    next: str | None

"""What the API answers about goals, for its description."""

from typing import Annotated, Literal

from pydantic import Field

from app.api import Body


class Page(Body):
    """Which goals; `cursor` is the `next` of the page before."""

    municipality: str | None = Field(None, description="official number; SE-2510 for Swedish ones")
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1)] | None = None


class Point(Body):
    """A year and its value."""

    year: int
    value: float


class Baseline(Point):
    """Where it began. `retrieved` is null where the municipality itself gave the value."""

    source: str
    retrieved: str | None


class Target(Point):
    """Where it goes; `percent` where it was set as a change of the baseline."""

    percent: float | None


class ActionShown(Body):
    """Something that is done."""

    id: int
    title: str
    about: str
    status: Literal["planned", "under_way", "done", "stopped"]
    responsible: str
    from_year: int | None
    to_year: int | None
    cost: float | None
    effect: float | None


class Found(Body):
    """What somebody found on a day."""

    id: int
    made_on: str
    year: int | None
    value: float | None
    source: str
    words: str


class GoalShown(Body):
    """A goal. `track` follows from the straight path between baseline and target."""

    id: int
    municipality: dict[str, str]
    network: int
    visibility: Literal["network", "public"]
    title: str
    about: str
    language: str
    indicator: str | None
    unit: str
    direction: Literal["lower", "higher"]
    baseline: Baseline
    target: Target
    latest: Point | None
    track: Literal["reached", "on", "behind", "missing"]
    plan: str | None
    due: str | None
    actions: list[ActionShown]
    monitoring: list[Found]
    version: int
    url: str


class GoalsShown(Body):
    """A page of goals."""

    items: list[GoalShown]
    next: str | None

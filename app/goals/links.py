"""How others show a goal: `goal:7` becomes a small card with where it goes and how far it has come."""

from flask_babel import force_locale
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import RoomGuest
from app.database import db
from app.goals import queries
from app.goals.labels import LOOKS, TRACKS
from app.goals.models import Goal
from app.goals.shown import GoalShown, shown
from app.links import Embed, Kind, Place, Source, register
from app.permissions import SYSTEM, Actor, Visibility


def share(actor: Actor, ids: set[int], place: Place) -> None:
    """Raise Missing unless ACTOR reads all of the goals. It gives nobody a new right."""
    for goal_id in ids:
        queries.goal(actor, goal_id)


def embeds(ids: set[int], place: Place) -> dict[int, Embed]:
    """Those that everybody in PLACE reads anyway: public ones; those of the same network, where no guests are."""
    guests = select(RoomGuest.room_id).where(RoomGuest.room_id == place.room_id).exists()
    wanted = select(Goal).where(
        Goal.id.in_([number for number in ids if number <= queries.LARGEST_ID]), Goal.removed_at.is_(None),
        or_(Goal.visibility == Visibility.PUBLIC, and_(Goal.network_id == place.network_id, ~guests)))
    found = db.session.scalars(wanted.options(
        joinedload(Goal.organisation), joinedload(Goal.indicator), selectinload(Goal.monitorings))).all()
    return {view.goal.id: _card(view) for view in shown(SYSTEM, found)}


def source(actor: Actor, goal_id: int) -> Source:
    """Its title and its words."""
    goal = queries.goal(actor, goal_id)
    texts = [goal.about, *(one.title for one in goal.actions), *(one.words for one in goal.monitorings)]
    return Source(f"goal:{goal.id}", goal.title, "\n\n".join(filter(None, texts)), goal.network_id)


def _card(view: GoalShown) -> Embed:
    """In the goal's own language, whoever looks: the same card is sent to all."""
    with force_locale(view.goal.language):
        return Embed("goals/_card.html", {
            "goal": view.goal, "change": view.change, "unit": view.unit, "latest": view.latest,
            "track": str(TRACKS[view.track]), "look": LOOKS[view.track]})


register(Kind("goal", share, embeds, source))

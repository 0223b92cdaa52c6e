"""What is kept about searching, for those it is for: their own saved searches; for staff what found nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

from pydantic import ValidationError
from sqlalchemy import func, select

from app.database import db, now
from app.permissions import Actor, Can, require_site
from app.search.asked import Asked
from app.search.models import SavedSearch, Unanswered

MOST_SAVED = 30
SHOWN = 100
DAYS_KEPT = 90
LEAST_DAYS = 2  # what was asked on one day only may say who asked


@dataclass(frozen=True)
class Gap:
    """Words that found nothing, on how many days, how often, and when last."""

    words: str
    days: int
    times: int
    last: date


def saved(actor: Actor) -> Sequence[SavedSearch]:
    """The searches that ACTOR has saved, by name."""
    require_site(actor)
    return db.session.scalars(select(SavedSearch).where(SavedSearch.person_id == actor.id)
                              .order_by(SavedSearch.name, SavedSearch.id)).all()


def asked_in(search: SavedSearch) -> Asked | None:
    """What SEARCH asks for; None where nobody can ask for that any more."""
    try:
        return Asked.model_validate(dict(parse_qsl(urlsplit(search.address).query)))
    except ValidationError:
        return None


def gaps(actor: Actor) -> list[Gap]:
    """For staff: what was asked on several days and found nothing, what is missed most first."""
    require_site(actor, Can.LOOK_AFTER_SEARCH)
    days, times, last = func.count(Unanswered.day), func.sum(Unanswered.times), func.max(Unanswered.day)
    since = now().date() - timedelta(days=DAYS_KEPT)
    rows = select(Unanswered.words, days, times, last).where(Unanswered.day >= since).group_by(Unanswered.words)
    found = db.session.execute(rows.having(days >= LEAST_DAYS).order_by(days.desc(), times.desc(), last.desc())
                               .limit(SHOWN))
    return [Gap(*row) for row in found]

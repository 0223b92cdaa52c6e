"""What is kept how long, on one page. docs/operate.md says the same; a test holds the two together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Delete, Update, delete, or_, select, update

from app.accounts.models import ApiToken, EmailLink, Invitation, SignIn
from app.admin.models import Access
from app.outbox import TRIES, Job
from app.rooms.models import Draft

LETTERS = timedelta(days=30)  # in DATA_DIR/mail, where there is no mail server
UNUSED, WARNED = timedelta(days=730), timedelta(days=30)  # an account that nobody uses is warned, then closed


@dataclass(frozen=True)
class Rule:
    """WHAT is kept for DAYS: SWEEP deletes what is older than the moment that it is given."""

    what: str
    days: int
    sweep: Callable[[datetime], Delete | Update]


def _over(model: type[Invitation], moment: datetime) -> ColumnElement[bool]:
    return or_(model.expires_at < moment, model.used_at < moment, model.ended_at < moment)


RULES = [
    Rule("sign-ins that have ended", 90, lambda moment: delete(SignIn).where(SignIn.ended_at < moment)),
    Rule("sign-ins that nobody used", 90, lambda moment: delete(SignIn).where(SignIn.seen_at < moment)),
    Rule("links to sign in by", 1, lambda moment: delete(EmailLink).where(EmailLink.expires_at < moment)),
    Rule("API tokens that were stopped", 90, lambda moment: delete(ApiToken).where(ApiToken.ended_at < moment)),
    Rule("the tie of an invitation to the link it came by", 180,
         lambda moment: update(Invitation).where(Invitation.parent_id.in_(
             select(Invitation.id).where(_over(Invitation, moment)))).values(parent_id=None)),
    Rule("invitations that are over", 180, lambda moment: delete(Invitation).where(_over(Invitation, moment))),
    Rule("drafts", 365, lambda moment: delete(Draft).where(Draft.updated_at < moment)),
    Rule("who saw what", 365, lambda moment: delete(Access).where(Access.created_at < moment)),
    Rule("letters and other work that could not be done", 90,
         lambda moment: delete(Job).where(Job.tries >= TRIES, Job.created_at < moment)),
]

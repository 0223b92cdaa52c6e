"""What follows later: wishes to join are passed on."""

from app.memberships import service
from app.outbox import Facts, on
from app.permissions import NOBODY


@on("join_asked")
def pass_on_wishes(facts: list[Facts]) -> None:
    """Each to those who can invite; addresses that we know nothing of lead nowhere."""
    for fact in facts:
        service.pass_on_wish(NOBODY, fact["email"])

"""What follows later: mailing the sign-in links that were asked for."""

from app.accounts import service
from app.outbox import Facts, on
from app.permissions import NOBODY


@on("sign_in_link_asked")
def mail_sign_in_links(facts: list[Facts]) -> None:
    """One letter for each; addresses that nobody has get none."""
    for fact in facts:
        service.send_link(NOBODY, fact["email"], fact["path"])

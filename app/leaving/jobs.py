"""What follows later: own data is gathered, and whose week is over is erased."""

from app.leaving import service
from app.outbox import Facts, on
from app.permissions import SYSTEM
from app.schedule import daily


@on("own_data_asked", apart=True)
def gather(facts: list[Facts]) -> None:
    """One zip for each."""
    for fact in facts:
        service.make_data(SYSTEM, fact["data_id"])


@daily("03:40")
def forget() -> None:
    """Those who asked for it a week ago; and zips that were kept long enough."""
    service.erase_due(SYSTEM)
    service.throw_away_old(SYSTEM)

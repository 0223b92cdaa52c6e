"""What the worker does for the indicators of networks."""

from app.permissions import SYSTEM
from app.reported import service
from app.schedule import daily


@daily("07:40")
def ask_for_figures() -> None:
    """Each year once, as soon as the figures of the last one can be known."""
    service.remind(SYSTEM)

"""Once a minute what has come to its time is sent."""

from app import schedule
from app.permissions import SYSTEM
from app.scheduled import service


@schedule.every(minutes=1)
def send_what_waits() -> None:
    """Each is sent once: it is posted and taken from the list in one transaction."""
    service.send_due(SYSTEM)

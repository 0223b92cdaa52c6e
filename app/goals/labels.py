"""What things are called on the pages of goals."""

from flask_babel import lazy_gettext

from app.goals.models import ActionStatus, Direction
from app.goals.progress import Track

TRACKS = {
    Track.REACHED: lazy_gettext("Reached"), Track.ON: lazy_gettext("On track"),
    Track.BEHIND: lazy_gettext("Behind the path"), Track.MISSING: lazy_gettext("No figure since the baseline")}
LOOKS = {Track.REACHED: ("success", "check"), Track.ON: ("success", "right"), Track.BEHIND: ("warning", "warning"),
         Track.MISSING: ("", "question")}  # tone and picture: never colour alone
STATUSES = {
    ActionStatus.PLANNED: lazy_gettext("Planned"), ActionStatus.UNDER_WAY: lazy_gettext("Under way"),
    ActionStatus.DONE: lazy_gettext("Done"), ActionStatus.STOPPED: lazy_gettext("Stopped")}
STATUS_LOOKS = {ActionStatus.PLANNED: ("", "clock"), ActionStatus.UNDER_WAY: ("info", "right"),
                ActionStatus.DONE: ("success", "check"), ActionStatus.STOPPED: ("warning", "close")}
DIRECTIONS = {Direction.LOWER: lazy_gettext("Less is better"), Direction.HIGHER: lazy_gettext("More is better")}
MONEY = {"NO": "NOK", "SE": "SEK"}
WORDS = {"TRACKS": TRACKS, "LOOKS": LOOKS, "STATUSES": STATUSES, "STATUS_LOOKS": STATUS_LOOKS, "MONEY": MONEY}

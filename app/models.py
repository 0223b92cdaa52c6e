"""Every table by name, for Alembic, the shell and anyone who wants the whole picture."""

from app.accounts.models import (
    ApiToken,
    EmailLink,
    Invitation,
    Membership,
    Person,
    RecoveryCode,
    RoomGuest,
    SignIn,
    TwoStep,
)
from app.admin.models import Access
from app.bookmarks.models import Bookmark
from app.curated.models import Collection, CollectionItem
from app.database import Base
from app.directory.models import ContactCard, ContactTheme, ProfileField, ProfileLine
from app.examples.models import (
    Example,
    ExampleEditing,
    ExampleMunicipality,
    ExampleQuote,
    ExampleTheme,
    ExampleUpload,
    ExampleUse,
    ExampleVersion,
)
from app.files.models import File, FilePage, FileUse, Upload
from app.followups.models import FollowUp
from app.gatherings.models import AgendaItem, Attendance, Gathering
from app.goals.models import Action, Goal, Monitoring
from app.indicators.models import (
    CardShare,
    Favourite,
    FigureMapping,
    FormerFigure,
    Indicator,
    Observation,
    Release,
    SnapshotCard,
    SourceRun,
    SourceTable,
)
from app.leaving.models import Erasure, HandOver, OwnData
from app.memberships.models import MailDomain
from app.networks.models import Network, NetworkTheme, Organisation, Participation, Programme, Theme
from app.outbox import Job
from app.plans.models import Plan
from app.polls.models import Poll, PollOption, PollVote
from app.previews.models import Preview, PreviewUse
from app.rooms.models import (
    Change,
    Draft,
    Follow,
    Mention,
    Message,
    MessageVersion,
    Reaction,
    ReadMark,
    Room,
    Thread,
    Trace,
)
from app.schedule import Turn
from app.scheduled.models import Scheduled
from app.search.models import Proof, SavedSearch, Unanswered
from app.sso.models import Identity
from app.summaries.models import Summary

__all__ = [
    "Access",
    "Action",
    "AgendaItem",
    "ApiToken",
    "Attendance",
    "Base",
    "Bookmark",
    "CardShare",
    "Change",
    "Collection",
    "CollectionItem",
    "ContactCard",
    "ContactTheme",
    "Draft",
    "EmailLink",
    "Erasure",
    "Example",
    "ExampleEditing",
    "ExampleMunicipality",
    "ExampleQuote",
    "ExampleTheme",
    "ExampleUpload",
    "ExampleUse",
    "ExampleVersion",
    "Favourite",
    "FigureMapping",
    "File",
    "FilePage",
    "FileUse",
    "Follow", "FollowUp",
    "FormerFigure",
    "Gathering",
    "Goal",
    "HandOver",
    "Identity",
    "Indicator",
    "Invitation",
    "Job",
    "MailDomain",
    "Membership",
    "Mention",
    "Message",
    "MessageVersion",
    "Monitoring",
    "Network",
    "NetworkTheme",
    "Observation",
    "Organisation",
    "OwnData",
    "Participation",
    "Person",
    "Plan",
    "Poll",
    "PollOption",
    "PollVote",
    "Preview",
    "PreviewUse",
    "ProfileField",
    "ProfileLine",
    "Programme",
    "Proof",
    "Reaction",
    "ReadMark",
    "RecoveryCode",
    "Release",
    "Room",
    "RoomGuest",
    "SavedSearch",
    "Scheduled",
    "SignIn",
    "SnapshotCard",
    "SourceRun",
    "SourceTable",
    "Summary",
    "Theme",
    "Thread",
    "Trace",
    "Turn",
    "TwoStep",
    "Unanswered",
    "Upload",
]

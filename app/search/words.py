"""What the kinds of hits and the facets are called."""

from flask_babel import lazy_gettext

TYPES = {
    "example": lazy_gettext("Examples"), "thread": lazy_gettext("Threads"), "file": lazy_gettext("Files"),
    "person": lazy_gettext("People"), "gathering": lazy_gettext("Gatherings"), "goal": lazy_gettext("Goals"),
    "network": lazy_gettext("Networks"), "room": lazy_gettext("Rooms"), "link": lazy_gettext("Links"),
    "municipality": lazy_gettext("Municipalities"), "organisation": lazy_gettext("Organisations"),
    "card": lazy_gettext("Indicator cards"), "indicator": lazy_gettext("Indicators"),
    "collection": lazy_gettext("Collections")}
FACETS = {
    "type": lazy_gettext("Type"), "theme": lazy_gettext("Theme"), "network": lazy_gettext("Network"),
    "municipality": lazy_gettext("Municipality"), "county": lazy_gettext("County"), "year": lazy_gettext("Year"),
    "answered": lazy_gettext("Questions"), "language": lazy_gettext("Language")}
ANSWERED = {"yes": lazy_gettext("Answered"), "no": lazy_gettext("Not answered")}

# What an operator is for, as it is offered while somebody types.
OPERATORS = {
    "from": lazy_gettext("written by somebody"), "in": lazy_gettext("in a room or network"),
    "theme": lazy_gettext("about a theme"), "municipality": lazy_gettext("from a municipality"),
    "before": lazy_gettext("before a day, month or year"), "after": lazy_gettext("from a day, month or year on"),
    "has": lazy_gettext("with a file, a card or a link"), "type": lazy_gettext("of one kind")}
# What is said of a value that means nothing to this person.
UNKNOWN = {
    "from": lazy_gettext("You know nobody here called “%(value)s”."),
    "in": lazy_gettext("You can read no room or network called “%(value)s”."),
    "theme": lazy_gettext("There is no theme called “%(value)s”."),
    "municipality": lazy_gettext("There is no municipality called “%(value)s”."),
    "before": lazy_gettext("“%(value)s” is no date. Write 2026, 2026-03 or 2026-03-31."),
    "after": lazy_gettext("“%(value)s” is no date. Write 2026, 2026-03 or 2026-03-31."),
    "has": lazy_gettext("“%(value)s” is nothing that a text carries."),
    "type": lazy_gettext("There is no kind of hit called “%(value)s”.")}

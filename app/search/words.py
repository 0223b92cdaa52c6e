"""What the kinds of hits and the facets are called."""

from flask_babel import lazy_gettext

TYPES = {
    "example": lazy_gettext("Examples"), "thread": lazy_gettext("Threads"), "file": lazy_gettext("Files"),
    "person": lazy_gettext("People"), "gathering": lazy_gettext("Gatherings"),
    "network": lazy_gettext("Networks"), "municipality": lazy_gettext("Municipalities"),
    "card": lazy_gettext("Indicator cards"), "indicator": lazy_gettext("Indicators")}
FACETS = {
    "type": lazy_gettext("Type"), "theme": lazy_gettext("Theme"), "network": lazy_gettext("Network"),
    "municipality": lazy_gettext("Municipality"), "county": lazy_gettext("County"), "year": lazy_gettext("Year"),
    "answered": lazy_gettext("Questions")}
ANSWERED = {"yes": lazy_gettext("Answered"), "no": lazy_gettext("Not answered")}

"""The search engine: Nordic words, exact rights. Knows neither Flask nor the database."""

from search_index.face import Document, Engine, Hit, Hits, Label, Progress, Query
from search_index.folders import Busy, Unreadable
from search_index.languages import language_of
from search_index.names import Names
from search_index.whoosh_index import Index

__all__ = [
    "Busy",
    "Document",
    "Engine",
    "Hit",
    "Hits",
    "Index",
    "Label",
    "Names",
    "Progress",
    "Query",
    "Unreadable",
    "language_of",
]

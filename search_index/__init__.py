"""The search engine: Nordic words, exact rights. Knows neither Flask nor the database."""

from search_index.face import Document, Hit, Hits, Query
from search_index.folders import Busy, Unreadable
from search_index.whoosh_index import Index

__all__ = ["Busy", "Document", "Hit", "Hits", "Index", "Query", "Unreadable"]

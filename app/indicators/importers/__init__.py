"""Readers of statistics: a file in, rows and refusals out. Start with `read`; each source has its own module.

A reader is tolerant of how a file is written (encoding, separators, spaces, letter case) and strict about
what it says: what is no figure is a Refusal with its line, in plain words. Nothing is dropped in silence.
"""

from app.indicators.importers.derived import derived
from app.indicators.importers.read import read
from app.indicators.importers.rows import Item, Refusal, Row, name_key

__all__ = ["Item", "Refusal", "Row", "derived", "name_key", "read"]

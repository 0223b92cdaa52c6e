"""Indicators, figures by release, and snapshot cards.

Begin with `frozen.py`: what a card holds, and never changes. `importers/` read files, `releasing.py` keeps what they
gave as releases, `freezing.py` makes a card of what holds today; `charts.py`, `words.py` and `sheet.py` show it.
"""

"""Rooms: where a network talks. Start at service.py; others may use its verbs, queries.py and models.py."""

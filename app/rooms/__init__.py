"""Rooms: where a network talks. Start at service/; others may use its verbs, queries.py and models.py."""

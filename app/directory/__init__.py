"""Whom to ask: contact cards, people and municipality pages. Start in seen.py: who sees what of whom."""

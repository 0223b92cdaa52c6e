"""Whom to ask: contact cards, people and municipality pages."""

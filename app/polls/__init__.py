"""Polls: a question with a few answers to choose from, shown beneath a message. Start at service.py."""

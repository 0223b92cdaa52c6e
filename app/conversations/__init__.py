"""Conversations of a few people. Each is a room of no network with one thread; start at service.py."""

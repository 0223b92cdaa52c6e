"""The conversation: rooms, threads, messages. Start in service.py: post_message."""

"""Uploads, what they contain, and where they are shown."""

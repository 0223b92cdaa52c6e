"""What everybody may read, without signing in. Start in routes.py."""

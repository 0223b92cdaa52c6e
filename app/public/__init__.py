"""What everybody may read, without signing in."""

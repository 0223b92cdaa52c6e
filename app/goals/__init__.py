"""What a municipality wants to reach, what it does for it, and how far it has come. Start in progress.py."""

"""People, how they sign in, and what they may reach. Start in session.py: who is acting now."""

"""Who is in a network: memberships with their roles, and the links that invite.

Their tables stand in accounts/models.py, because who is acting now depends on them.
"""

"""What a long thread came to, in a few sentences that a person writes on top of it."""

"""The two pages that gather what other features have: the first one, and that of a network."""

"""Collections: examples that staff have chosen and put in order, with a few words about why."""

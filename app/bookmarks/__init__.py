"""What somebody saves for themselves: an example, a thread or a message, perhaps with a day to be reminded."""

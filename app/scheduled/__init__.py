"""Messages that are sent later: written now, posted at their time with the rights of that moment."""

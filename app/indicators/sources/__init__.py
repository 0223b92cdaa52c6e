"""Statistics fetched from those who make them: politely, in parts, and resumed where it was cut."""

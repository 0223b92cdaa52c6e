"""The search engine by itself: no application, no database."""

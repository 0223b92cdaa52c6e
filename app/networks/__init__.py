"""Programmes, organisations, themes and networks of municipalities."""

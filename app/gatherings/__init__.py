"""Gatherings: agenda, participation, material, calendar."""

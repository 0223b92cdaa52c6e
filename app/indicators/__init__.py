"""Indicators, figures by release, and snapshot cards."""

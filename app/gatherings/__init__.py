"""Gatherings: agenda, participation, material, calendar. Start in service.py: what people do with one."""

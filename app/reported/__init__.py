"""Indicators that a network reports itself, where no statistics are. Begin with `service.py`.

They are indicators like others (app/indicators), with a network: each report is a release, so nothing is overwritten.
"""

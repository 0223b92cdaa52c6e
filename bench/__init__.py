"""Measurements: each against a peer in the same run, written to RESULTS.md by the command itself."""

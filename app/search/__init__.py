"""Search: what can be found (documents.py), kept so by the worker (jobs.py), asked for in queries.py."""

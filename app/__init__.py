"""Livskraft: the place between gatherings.

Here, a folder is a feature, and a file is something all features stand on.
Read `factory.py` first, then `doors.py`; a feature begins in its own `__init__.py`.
In a feature the same names mean the same things, always:

    models    what is kept          queries   what is read         service   what changes
    forms     what pages send       routes    pages                api       JSON
    sockets   live events           jobs      what follows later   links     how others show it
"""

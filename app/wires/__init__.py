"""How open pages are connected: `stock` as Flask-SocketIO's packages do it, `lean` for many at once. See web.py."""

"""How pages are connected, below Flask-SocketIO."""

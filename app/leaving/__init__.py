"""When people leave: who takes over, their own data, and being forgotten. Start in holdings.py."""

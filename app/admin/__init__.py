"""The desks of administrators and coordinators: people, networks, invitations, and what the worker is doing."""

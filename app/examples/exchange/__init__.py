"""Examples as files: tables that go out and come in, a form to fill in offline, documents to print. See columns.py."""

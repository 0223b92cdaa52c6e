"""`flask export` and `flask import archive`: everything in open formats, for another program or another site."""

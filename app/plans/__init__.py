"""The plan documents of a municipality: what its council adopted, and when it is to be revised."""

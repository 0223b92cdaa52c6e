"""One search over everything: the index follows what happens elsewhere."""

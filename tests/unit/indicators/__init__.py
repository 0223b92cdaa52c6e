"""Cards, charts, words, importers and registers: pure, without application or database."""

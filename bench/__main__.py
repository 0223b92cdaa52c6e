"""`python -m bench NAME`: run one measurement."""

import importlib
import sys

NAMES = ["message", "pages", "reliability", "markup", "relevance", "languages", "search", "search-fuzz",
         "search-changes", "crash", "xss", "cards"]

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        sys.exit("usage: python -m bench " + "|".join(NAMES))
    importlib.import_module(f"bench.{sys.argv[1].replace('-', '_')}").main(sys.argv[2:])

"""What a question looks at: the index at one moment, and the way to read words and to score."""

from dataclasses import dataclass, field

from search_index.compounds import Splitter
from search_index.scoring import Scorer, by_arrays
from search_index.snapshot import Snapshot


def _splits_nothing() -> Splitter:
    return Splitter(lambda word: 0)


@dataclass(frozen=True)
class View:
    """The documents as SNAPSHOT has them; without any, nothing is found."""

    snapshot: Snapshot = field(default_factory=Snapshot)
    splitter: Splitter = field(default_factory=_splits_nothing)
    scorer: Scorer = by_arrays

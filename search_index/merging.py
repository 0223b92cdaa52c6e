"""Which small segments become one: every engine writes a segment a batch, and answers from a few."""

from collections.abc import Sequence

# A commit leaves at most so many small segments; others are merged with those of about their size.
MOST_SMALL, SMALL = 10, 3000


def to_merge(sizes: Sequence[int]) -> list[int]:
    """The places in SIZES of the smallest segments, up to the first that is larger than all before it together."""
    small = sorted((size, place) for place, size in enumerate(sizes) if size < SMALL)
    if len(small) <= MOST_SMALL:
        return []
    chosen: list[int] = []
    together = 0
    for size, place in small:
        if len(chosen) > 1 and size > together:
            break
        chosen.append(place)
        together += size
    return chosen

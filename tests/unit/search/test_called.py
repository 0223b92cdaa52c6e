"""The names that all may know, from the registers."""

import pytest

from app.search.called import public_names
from search_index.names import phrase


@pytest.mark.parametrize(
    ("asked", "today"),
    [
        ("Kåfjord", "Gáivuotna"), ("Gáivuotna", "Kaivuono"), ("kaivuono", "Kåfjord"), ("Karasjohka", "Karasjok"),
        ("Sauherad", "Midt-Telemark"), ("Bø", "Midt-Telemark"), ("Bø", "Bø"), ("Å", "Åfjord"),
        ("Oppegård", "Nordre Follo"),
        ("Viken", "Buskerud"), ("Snillfjord", "Hitra"), ("Upplands Väsby", "Upplands Väsby"),
        ("Grønne energikommuner", "Livskraftige kommuner"), ("Livskraftige kommuner", "Livskraft"),
    ],
)
def test_a_name_finds_todays_and_the_parallel_ones(asked: str, today: str) -> None:
    assert phrase(today) in public_names().meant_by(phrase(asked))

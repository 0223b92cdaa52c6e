"""The language of a text, told by its small words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index import language_of
from search_index.analysis import words
from search_index.languages import stemmed_as


@pytest.mark.parametrize(("text", "language"), [
    ("Hvem har solceller på skoletak, og hva kostet det?", "nb"),
    ("Vi vurderer varmepumpe i barnehagen. Er det noen som har erfaring med støy?", "nb"),
    ("Kven har solceller på skuletak, og kva kosta det?", "nn"),
    ("Vi vurderer varmepumpe i barnehagen. Er det nokon som har erfaring med støy?", "nn"),
    ("Det er ikkje lett å få med heile kommunestyret, men vi prøver.", "nn"),
    ("Vem har solceller på skoltaket, och vad kostade det?", "sv"),
    ("Vi har inte hittat något bra sätt att räkna ut utsläppen från vägtrafiken.", "sv"),
    ("What did it cost, and who paid for the heat pump?", "en"),
    ("fleire bustader i sentrum", "nn"), ("innbyggermedvirkning i kommuneplanen", "nb"),
    ("översiktsplan och bostäder", "sv"), ("the municipal energy plan", "en"),
    ("Bamble", ""), ("", ""), ("120 kWh", ""), ("Enova Solceller AS", "")])
def test_the_language_of_what_people_write(text: str, language: str) -> None:
    assert language_of(text) == language


@given(st.text())
def test_any_text_will_do(text: str) -> None:
    assert language_of(text) in ("nb", "nn", "sv", "en", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hvordan har dere løst dette i kommunen?", "no"),
        ("Korleis har de løyst dette?", "no"),
        ("Hur har ni löst det här i kommunen?", "sv"),
        ("How have you solved this in the municipality?", "en"),
        ("Solceller", "no"),
    ],
)
def test_what_is_not_said_is_guessed_to_stem_by(text: str, expected: str) -> None:
    assert stemmed_as("", words(text)) == expected


def test_a_known_language_is_believed() -> None:
    assert stemmed_as("nn", ["och", "är"]) == "no"

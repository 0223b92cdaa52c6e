"""The language of a text, told by its small words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index import language_of


@pytest.mark.parametrize(("text", "language"), [
    ("Hvem har solceller på skoletak, og hva kostet det?", "nb"),
    ("Vi vurderer varmepumpe i barnehagen. Er det noen som har erfaring med støy?", "nb"),
    ("Kven har solceller på skuletak, og kva kosta det?", "nn"),
    ("Vi vurderer varmepumpe i barnehagen. Er det nokon som har erfaring med støy?", "nn"),
    ("Det er ikkje lett å få med heile kommunestyret, men vi prøver.", "nn"),
    ("Vem har solceller på skoltaket, och vad kostade det?", "sv"),
    ("Vi har inte hittat något bra sätt att räkna ut utsläppen från vägtrafiken.", "sv"),
    ("What did it cost, and who paid for the heat pump?", "en"),
    ("Bamble", ""), ("", ""), ("120 kWh", ""), ("Enova Solceller AS", "")])
def test_the_language_of_what_people_write(text: str, language: str) -> None:
    assert language_of(text) == language


@given(st.text())
def test_any_text_will_do(text: str) -> None:
    assert language_of(text) in ("nb", "nn", "sv", "en", "")

"""Whatever happens while one writes: the words are there again, and are sent at most once. The full size is R6 of
`python -m bench reliability`."""

from pathlib import Path

from playwright.sync_api import Browser

from bench import unsent


def test_words_survive_a_closed_tab_a_cut_line_an_ended_sign_in_and_a_server_that_fails(
        tmp_path: Path, browser: Browser) -> None:
    assert unsent.run(tmp_path, browser, len(unsent.TROUBLES)) == {
        "tab closed": ["kept"], "offline": ["sent"], "session expired": ["sent"], "500": ["sent"], "413": ["kept"]}

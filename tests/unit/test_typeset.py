"""Documents that take long to set do not keep others waiting."""

import subprocess
import sys

import pytest

from app.typeset import typeset

GREEN = """
from gevent import monkey; monkey.patch_all()
import gevent
from app.typeset import typeset
seen = []
def others():
    while True:
        gevent.sleep(0.001)
        seen.append(1)
gevent.spawn(others)
assert typeset(b"#lorem(30000)", format="pdf").startswith(b"%PDF")
print(len(seen))
"""


def test_others_are_answered_while_a_long_document_is_set() -> None:
    ran = subprocess.run([sys.executable, "-c", GREEN], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) > 3


def test_pages_that_would_each_be_a_file_are_refused() -> None:
    with pytest.raises(ValueError, match="several pages"):
        typeset(b"one #pagebreak() two", format="png")

"""What `bench search` gives to the peers is what Livskraft reads in a question."""

from pathlib import Path

from bench.content import asked
from bench.ours import Ours
from bench.peers import Fts5
from search_index import Document


def test_peers_are_asked_for_the_same_words(tmp_path: Path) -> None:
    ours = Ours("Livskraft", str(tmp_path))
    ours.engine.add([Document(id="thread:1", type="thread", title="", text="Sykkelvei", audience="all", url="")])
    question = asked(ours.view, "cykelvägar skole")
    assert len(question.groups) == 2 and not question.any_will_do
    assert "skol" in question.terms and max(question.terms.values()) == 1.0
    assert ours.ranked(asked(ours.view, "sykkelvei"), frozenset(["all"])) == ["thread:1"]
    assert Fts5(tmp_path, nordic=True)._match(question).count(" AND ") == 1

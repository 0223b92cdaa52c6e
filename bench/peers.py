"""The engines to compare with, each given the same texts and, where its name says Nordic, the same terms as ours."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from bench.content import FACETS, Asked, Text
from search_index.analysis import is_stop_word, words

TITLE, BODY, PART = 1.2, 1.0, 0.3
TOP = 20
Answer = tuple[list[str], int, dict[str, Counter[str]]]  # the ids of the best, how many there are, facets


class Peer(Protocol):
    """An engine beside ours."""

    name: str

    def build(self, texts: Iterable[Text]) -> None:
        """Index TEXTS from nothing, and be ready to answer."""

    def open(self) -> None:
        """Be ready to answer from what was built before."""

    def best(self, asked: Asked) -> list[str]:
        """The ids of the best, of all there are."""

    def everything(self, asked: Asked, rooms: list[str]) -> Answer:
        """The same under rights, with the exact total and four facets."""

    def add(self, text: Text) -> None:
        """Index one more, so that the next question finds it."""

    def close(self) -> None:
        """Let go of it."""


def audience(text: Text) -> str:
    """Who may find it."""
    return text.document.audience


class Fts5:
    """SQLite FTS5. Nordic: columns of our terms; else its own unicode61."""

    def __init__(self, folder: Path, nordic: bool) -> None:
        self.nordic = nordic
        self.name = "SQLite FTS5, Nordic terms" if nordic else "SQLite FTS5"
        self.file = folder / ("fts5-nordic.db" if nordic else "fts5.db")

    def open(self) -> None:
        self.db = sqlite3.connect(self.file)
        for pragma in ("journal_mode=wal", "synchronous=normal", "cache_size=-200000", "mmap_size=2000000000"):
            self.db.execute(f"PRAGMA {pragma}")

    def build(self, texts: Iterable[Text]) -> None:
        self.file.unlink(missing_ok=True)
        self.open()
        keep = " remove_diacritics 0 tokenchars '/.,-'" if self.nordic else ""
        self.db.execute(f"CREATE TABLE doc (rid INTEGER PRIMARY KEY, id TEXT, room TEXT, {', '.join(FACETS)})")
        self.db.execute("CREATE VIRTUAL TABLE f USING fts5(title, body, parts, content='', "
                        f'tokenize="unicode61{keep}")')
        for text in texts:
            self._add(text)
        self.db.execute("CREATE INDEX by_room ON doc (room)")
        self.db.execute("INSERT INTO f(f) VALUES ('optimize')")
        self.db.execute("ANALYZE")
        self.db.commit()

    def _add(self, text: Text) -> None:
        values = [text.document.id, audience(text), *(text.facet(name) for name in FACETS)]
        row = self.db.execute(f"INSERT INTO doc (id, room, {', '.join(FACETS)}) VALUES (?, ?, ?, ?, ?, ?)", values)
        columns = ([" ".join(each) for each in text[1:]] if self.nordic
                   else [text.document.title, text.document.text, ""])
        self.db.execute("INSERT INTO f(rowid, title, body, parts) VALUES (?, ?, ?, ?)", [row.lastrowid, *columns])

    def add(self, text: Text) -> None:
        self._add(text)
        self.db.commit()

    def _match(self, asked: Asked) -> str:
        if self.nordic:
            return asked.expression(literal, " OR ", " AND ")
        return (" OR " if asked.any_will_do else " AND ").join(map(literal, words(asked.text)))

    def best(self, asked: Asked) -> list[str]:
        rows = self.db.execute(
            f"SELECT doc.id FROM (SELECT rowid, bm25(f, {TITLE}, {BODY}, {PART}) AS score FROM f WHERE f MATCH ? "
            "ORDER BY score LIMIT ?) AS best JOIN doc ON rid = best.rowid ORDER BY score", [self._match(asked), TOP])
        return [row[0] for row in rows]

    def everything(self, asked: Asked, rooms: list[str]) -> Answer:
        counts = " UNION ALL ".join(f"SELECT '{name}', {name}, count(*) FROM hits GROUP BY 2" for name in FACETS)
        best = "SELECT '', id, score FROM (SELECT id, score FROM hits ORDER BY score LIMIT 20)"
        rows = self.db.execute(
            f"WITH hits AS MATERIALIZED (SELECT doc.*, bm25(f, {TITLE}, {BODY}, {PART}) AS score FROM f "
            f"JOIN doc ON rid = f.rowid WHERE f MATCH ? AND room IN ({', '.join('?' * len(rooms))})) "
            f"{best} UNION ALL {counts}", [self._match(asked), *rooms]).fetchall()
        return sorted_out(rows)

    def close(self) -> None:
        self.db.close()


class Tantivy:
    """tantivy, in Rust. Nordic: fields of our terms; else its Norwegian stemmer and stop words."""

    def __init__(self, folder: Path, nordic: bool) -> None:
        import tantivy  # a measurement without it says so
        self.api, self.nordic = tantivy, nordic
        self.name = "tantivy, Nordic terms" if nordic else "tantivy, Norwegian stemmer"
        self.folder = folder / ("tantivy-nordic" if nordic else "tantivy")

    def _words(self) -> Any:
        make, keep = self.api.TextAnalyzerBuilder, self.api.Filter
        if self.nordic:
            return make(self.api.Tokenizer.whitespace()).build()
        return make(self.api.Tokenizer.simple()).filter(keep.lowercase()).filter(
            keep.stopword("norwegian")).filter(keep.stemmer("norwegian")).build()

    def open(self) -> None:
        self.index = self.api.Index.open(str(self.folder))
        self.index.register_tokenizer("words", self._words())
        self.schema = self.index.schema
        self.writer: Any = None
        self.searcher = self.index.searcher()

    def build(self, texts: Iterable[Text]) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        builder = self.api.SchemaBuilder()
        for name in ("title", "body", "parts"):
            builder.add_text_field(name, tokenizer_name="words", index_option="freq" if self.nordic else "position")
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        for name in ("room", *FACETS):
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name != "room")
        index = self.api.Index(builder.build(), path=str(self.folder))
        index.register_tokenizer("words", self._words())
        writer = index.writer(256_000_000, 1)
        for text in texts:
            writer.add_document(self._document(text))
        writer.commit()
        writer.wait_merging_threads()
        self.open()

    def _document(self, text: Text) -> Any:
        columns = ([" ".join(each) for each in text[1:]] if self.nordic
                   else [text.document.title, text.document.text, ""])
        return self.api.Document(id=text.document.id, room=audience(text), title=columns[0], body=columns[1],
                                 parts=columns[2], **{name: text.facet(name) for name in FACETS})

    def add(self, text: Text) -> None:
        self.writer = self.writer or self.index.writer(64_000_000, 1)
        self.writer.add_document(self._document(text))
        self.writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()

    def _query(self, asked: Asked) -> Any:
        query, should, must = self.api.Query, self.api.Occur.Should, self.api.Occur.Must
        if not self.nordic:
            return self.index.parse_query(" ".join(words(asked.text)), ["title", "body"],
                                          conjunction_by_default=not asked.any_will_do)
        per_field = (("title", TITLE), ("body", BODY), ("parts", PART))
        groups = [query.boolean_query([
            (should, query.boost_query(query.term_query(self.schema, name, term, "freq"), weight * times))
            for term, weight in group.items() for name, times in per_field]) for group in asked.groups]
        return query.boolean_query([(should if asked.any_will_do else must, group) for group in groups])

    def _ids(self, query: Any) -> tuple[list[str], int]:
        found: Any = self.searcher.search(query, TOP, count=True)  # its types do not know `count`
        return [self.searcher.doc(address)["id"][0] for _, address in found.hits], found.count

    def best(self, asked: Asked) -> list[str]:
        found = self.searcher.search(self._query(asked), TOP, count=False)
        return [self.searcher.doc(address)["id"][0] for _, address in found.hits]

    def everything(self, asked: Asked, rooms: list[str]) -> Answer:
        query, must = self.api.Query, self.api.Occur.Must
        allowed = query.const_score_query(query.term_set_query(self.schema, "room", rooms), 0.0)
        asked_for = query.boolean_query([(must, self._query(asked)), (must, allowed)])
        ids, total = self._ids(asked_for)
        counted = self.searcher.aggregate(asked_for, {
            name: {"terms": {"field": name, "size": 1000}} for name in FACETS})
        return ids, total, {name: Counter({one["key"]: one["doc_count"] for one in counted[name]["buckets"]})
                            for name in FACETS}

    def close(self) -> None:
        del self.writer, self.searcher, self.index


def sorted_out(rows: Iterable[tuple[str, str, Any]]) -> Answer:
    """What one statement gave: rows of hits, named "", and rows of counts, named by their facet."""
    ids: list[str] = []
    facets: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for name, value, number in rows:
        if name:
            facets[name][value] = number
        else:
            ids.append(value)
    return ids, facets["type"].total(), facets


def literal(term: str) -> str:
    """TERM as FTS5 reads it."""
    return '"' + term.replace('"', "") + '"'


def meaning(text: str) -> list[str]:
    """The words of TEXT without those that say nothing."""
    return [word for word in words(text) if not is_stop_word(word)]

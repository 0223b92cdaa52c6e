"""PostgreSQL's full text as a peer: as it comes, and with our terms and BM25 computed in SQL."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from bench.content import FACETS, Asked, Text
from bench.peers import BODY, PART, TITLE, TOP, Answer, audience, meaning, sorted_out
from search_index.weighing import K1, B

LONGEST = 16_000  # what a position in a tsvector may be


class Postgres:
    """Nordic: a tsvector of our terms, BM25 in SQL; else `norwegian` and ts_rank_cd."""

    def __init__(self, url: str, nordic: bool) -> None:
        import psycopg  # a measurement without it says so
        self.db, self.nordic = psycopg.connect(url, autocommit=True), nordic
        self.name = "PostgreSQL, Nordic terms, BM25 in SQL" if nordic else "PostgreSQL norwegian, ts_rank_cd"
        self.table = "peer_nordic" if nordic else "peer_norwegian"

    def build(self, texts: Iterable[Text]) -> None:
        facets = ", ".join(f"{name} text" for name in FACETS)
        self.db.execute(f"DROP TABLE IF EXISTS {self.table}, {self.table}_terms")
        self.db.execute(f"CREATE TABLE {self.table} (id text, room text, {facets}, length int, v tsvector)")
        counts: Counter[str] = Counter()
        with self.db.transaction(), self.db.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE loading (id text, room text, {facets}, length int, a text, b text)")
            with cursor.copy("COPY loading FROM STDIN") as copy:
                for text in texts:
                    copy.write_row(self._row(text))
                    counts.update(set(text.title + text.body + text.parts))
            terms = ("a::tsvector" if self.nordic else
                      "setweight(to_tsvector('norwegian', a), 'A') || setweight(to_tsvector('norwegian', b), 'B')")
            names = f"id, room, {', '.join(FACETS)}, length"
            cursor.execute(f"INSERT INTO {self.table} SELECT {names}, {terms} FROM loading")
            cursor.execute("DROP TABLE loading")
            cursor.execute(f"CREATE TABLE {self.table}_terms (term text PRIMARY KEY, count int)")
            with cursor.copy(f"COPY {self.table}_terms FROM STDIN") as copy:
                for pair in counts.items():
                    copy.write_row(pair)
        self.db.execute(f"CREATE INDEX ON {self.table} USING gin (v)")
        self.db.execute(f"CREATE INDEX ON {self.table} (room)")
        self.db.execute(f"VACUUM ANALYZE {self.table}")
        self.open()

    def open(self) -> None:
        [(self.count, self.length)] = self.db.execute(
            f"SELECT count(*), coalesce(avg(length), 1)::float FROM {self.table}").fetchall()

    def _row(self, text: Text) -> Sequence[Any]:
        words = [vector(text), ""] if self.nordic else [text.document.title, text.document.text]
        return [text.document.id, audience(text), *(text.facet(name) for name in FACETS),
                len(text.title) + len(text.body), *words]

    def add(self, text: Text) -> None:
        row = self._row(text)
        value = ("%s::tsvector || %s::tsvector" if self.nordic else
                 "setweight(to_tsvector('norwegian', %s), 'A') || setweight(to_tsvector('norwegian', %s), 'B')")
        self.db.execute(f"INSERT INTO {self.table} VALUES ({'%s, ' * (len(FACETS) + 3)} {value})", list(row))

    def _hits(self, asked: Asked, where: str) -> tuple[str, list[Any]]:
        """The statement of all hits with their score."""
        facets = ", ".join(FACETS)
        if not self.nordic:
            asked_for = (" | " if asked.any_will_do else " & ").join(meaning(asked.text)) or "nothing"
            return (f"SELECT id, {facets}, ts_rank_cd(v, q, 1) AS score FROM {self.table}, "
                    f"to_tsquery('norwegian', %s) AS q WHERE v @@ q {where}", [asked_for])
        known: dict[str, int] = dict(self.db.execute(f"SELECT term, count FROM {self.table}_terms WHERE term = ANY(%s)",
                                     [list(asked.terms)]).fetchall())
        weights = [weight * math.log(1 + (self.count - known.get(term, 0) + .5) / (known.get(term, 0) + .5))
                   for term, weight in asked.terms.items()]
        score = (f"(SELECT sum(weight * times * ({K1} + 1) / (times + {K1} * ({1 - B} + {B} * length / %s))) FROM ("
                 f"SELECT weight, (SELECT sum(CASE one WHEN 'A' THEN {TITLE} WHEN 'B' THEN {BODY} ELSE {PART} END) "
                 "FROM unnest(weights) AS one) AS times FROM unnest(v) AS u "
                 "JOIN unnest(%s::text[], %s::float[]) AS asked (term, weight) ON term = lexeme) AS per_term)")
        return (f"SELECT id, {facets}, {score} AS score FROM {self.table} WHERE v @@ %s::tsquery {where}",
                [self.length, list(asked.terms), weights, asked.expression(quoted, " | ", " & ")])

    def best(self, asked: Asked) -> list[str]:
        statement, values = self._hits(asked, "")
        rows = self.db.execute(f"SELECT id FROM ({statement}) AS hits ORDER BY score DESC LIMIT {TOP}", values)
        return [row[0] for row in rows]

    def everything(self, asked: Asked, rooms: list[str]) -> Answer:
        statement, values = self._hits(asked, "AND room = ANY(%s)")
        counts = " UNION ALL ".join(f"SELECT '{name}', {name}, count(*) FROM hits GROUP BY 2" for name in FACETS)
        return sorted_out(self.db.execute(
            f"WITH hits AS MATERIALIZED ({statement}) (SELECT '', id, 0 FROM hits ORDER BY score DESC LIMIT {TOP}) "
            f"UNION ALL {counts}", [*values, rooms]).fetchall())

    def close(self) -> None:
        self.db.close()


def vector(text: Text) -> str:
    """The terms of TEXT as a tsvector: A for the title, B for the text, D for parts of compounds."""
    places: dict[str, list[str]] = defaultdict(list)
    at = 0
    for label, terms in (("A", text.title), ("B", text.body), ("D", text.parts)):
        for term in terms:
            at = min(at + 1, LONGEST)
            places[term].append(f"{at}{label}")
    return " ".join(f"{quoted(term)}:{','.join(some[:200])}" for term, some in places.items())


def quoted(term: str) -> str:
    """TERM as PostgreSQL reads it in a tsvector or tsquery."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"

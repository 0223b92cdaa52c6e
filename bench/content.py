"""What `bench search` asks and what it asks it of: texts of `seed load`, read once and given to every engine."""

import json
import pickle
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import select

from app.accounts.models import ApiToken, Membership, Person
from app.accounts.session import new_token
from app.database import db
from app.factory import create_app
from app.networks.models import Network
from app.permissions import Role
from app.rooms.models import Room
from app.search import documents
from config import Config
from search_index import Document, schema
from search_index.analysis import fold, is_stop_word, terms
from search_index.compounds import Splitter
from search_index.indexing import cut, word_set
from search_index.languages import stemmed_as
from search_index.matching import Matcher
from search_index.question import read
from search_index.view import View

ROOMS, ALLOWED = 200, 40
A_MESSAGE = 1.12  # documents that a message of `seed load` makes, or a few more: threads have some of their own
FACETS = ("type", "theme", "municipality", "year")


class Text(NamedTuple):
    """A document as the peers take it: its own words, and its terms as Livskraft's analysis has them."""

    document: Document
    title: list[str]
    body: list[str]
    parts: list[str]

    def facet(self, name: str) -> str:
        """Its one value of a facet; peers are spared a second one."""
        found: Any = getattr(self.document, {"theme": "themes", "municipality": "municipalities"}.get(name, name))
        return str(found[0] if isinstance(found, tuple) and found else found or "")


@dataclass(frozen=True)
class Asked:
    """A question, and what Livskraft reads in it: for each word its terms with their weights, and whether any word
    will do. Every engine is given the same."""

    text: str
    groups: list[dict[str, float]] = field(default_factory=list)
    any_will_do: bool = False

    @property
    def terms(self) -> dict[str, float]:
        """The terms of all words."""
        return {term: weight for group in self.groups for term, weight in group.items()}

    def expression(self, quoted: Callable[[str], str], either: str, both: str) -> str:
        """It in a query language with signs for EITHER and BOTH."""
        groups = ["(" + either.join(map(quoted, group)) + ")" for group in self.groups]
        return (either if self.any_will_do else both).join(groups)


def asked(view: View, text: str) -> Asked:
    """TEXT as a question."""
    question = read(text)
    everything = view.snapshot.rights(frozenset(view.snapshot.starting_with(schema.AUDIENCE, "")))
    wanted = Matcher(view.snapshot, everything, view.splitter).wanted(question)
    groups = [{term: weight * share for each, share in word.with_parts()
               for (name, term), weight in each.forms.items() if name == schema.TERMS} for word in wanted]
    return Asked(text, [group for group in groups if group], question.is_open)


class House:
    """A Livskraft with the content of `seed load`, kept in FOLDER between runs."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.app: Flask = create_app(Config(data_dir=folder, secret_key="measured", testing=True, rate_limits=False))
        self.spool = folder / f"documents-{size}"
        if not self.spool.exists():
            self._furnish(size)

    def _furnish(self, size: int) -> None:
        commands = [["setup"], ["seed", "load", "--rooms", str(ROOMS), "--messages", str(int(size / A_MESSAGE))]]
        for command in commands:
            done = self.app.test_cli_runner().invoke(args=command)
            assert done.exit_code == 0, done.output
        unfinished = self.spool.with_suffix(".part")
        with self.app.app_context(), unfinished.open("wb") as file:
            for document in documents.everything():
                pickle.dump(document, file)
        unfinished.replace(self.spool)

    def documents(self, size: int) -> Iterator[Document]:
        """SIZE of the documents, spread evenly over all kinds and years; the same each time."""
        chosen = set(random.Random(5).sample(range(self.count), min(size, self.count)))
        with self.spool.open("rb") as file:
            yield from (document for place, document in enumerate(_pickled(file)) if place in chosen)

    @cached_property
    def count(self) -> int:
        """How many documents there are."""
        with self.spool.open("rb") as file:
            return sum(1 for _ in _pickled(file))

    def member(self) -> tuple[str, frozenset[str]]:
        """Somebody who reads ALLOWED rooms: a token for the API, and the keys that open the rooms."""
        with self.app.app_context(), db.transaction() as session:
            person = session.scalar(select(Person).where(Person.email == "asks@bench.example"))
            if person is None:
                person = Person(email="asks@bench.example", name="Asks")
                session.add(person)
                session.flush()
                some = session.scalars(select(Network.id).where(
                    Network.name.like("Volumnettverk%")).order_by(Network.id).limit(ALLOWED // 5))
                session.add_all(Membership(person_id=person.id, network_id=network, role=Role.MEMBER,
                                           started_on=date(2026, 1, 1)) for network in some)
            token, token_hash = new_token()
            session.add(ApiToken(person_id=person.id, name="bench", token_hash=token_hash))
            session.flush()
            rooms = session.scalars(select(Room.id).join(Membership, Membership.network_id == Room.network_id).where(
                Membership.person_id == person.id))
            return token, frozenset(f"room:{number}" for number in rooms) | {"members", "public"}


def _pickled(file: Any) -> Iterator[Document]:
    with suppress(EOFError):
        while True:
            yield pickle.load(file)


def texts(some: Iterable[Document], splitter: Splitter) -> Iterator[Text]:
    """Documents with their terms: whole words of title and text, and parts of compounds."""
    for document in some:
        title, body = cut(document.title), cut(document.text)
        spoken = stemmed_as(document.lang, title + body)
        whole = [[term for word in words if not is_stop_word(word) for term in terms(word, spoken)]
                 for words in (title, body)]
        parts = [term for word in title + body if not is_stop_word(word)
                 for part in splitter.all_parts(fold(word)) for term in terms(part, spoken)]
        yield Text(document, whole[0], whole[1], parts)


def questions(some: Iterable[Document], number: int) -> dict[str, list[str]]:
    """NUMBER questions of each kind, out of the words of the texts; the same each time."""
    dice, counts, sentences = random.Random(3), dict[str, int](), []
    for place, document in enumerate(some):
        if place % 10 == 0:
            for word in word_set(document):
                counts[word] = counts.get(word, 0) + 1
            sentences.append([word for word in cut(document.text) if len(word) > 3 and not is_stop_word(word)])
    long_enough = [words for words in sentences if len(words) > 3]
    every = [word for word, _ in sorted(counts.items(), key=lambda pair: -pair[1])
             if len(word) > 3 and word.isalpha() and not is_stop_word(word)]

    def out_of_one(words: int) -> list[str]:
        return [" ".join(dice.sample(dice.choice(long_enough), words)) for _ in range(number)]
    return {"1 word": out_of_one(1), "2 words": out_of_one(2), "3 words": out_of_one(3),
            "most frequent words": [every[place % 10] for place in range(number)]}


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Each line of a JSON-lines file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)

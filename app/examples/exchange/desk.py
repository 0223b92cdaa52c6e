"""Where rows are judged before they come in: what they mean, and whether they are there already."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import load_only

from app.database import db
from app.errors import Invalid
from app.examples import queries
from app.examples.exchange.cells import Reader
from app.examples.exchange.columns import BY_KEY, NEEDED
from app.examples.exchange.places import Places
from app.examples.exchange.rows import Outcome, Row
from app.examples.fields import Fields, checked
from app.examples.models import Example, ExampleMunicipality, ReviewState
from app.networks.models import Organisation, OrganisationKind, State
from app.networks.queries import networks, themes
from app.permissions import Actor, Role, visible

Known = tuple[str, int]  # title in small letters, owner


class Desk:
    """Judges rows for one actor, who learns nothing of examples that they may not read."""

    def __init__(self, actor: Actor, network_id: int | None, base_url: str) -> None:
        """NETWORK_ID is for rows that name none; BASE_URL tells our own addresses from others'."""
        self.actor, self.base = actor, base_url.rstrip("/") + "/examples/"
        self.reader = _reader(actor, network_id)
        own = db.session.scalars(select(Example).where(
            Example.author_id == actor.id, Example.import_key.is_not(None)).options(
            load_only(Example.import_key, raiseload=True)))
        self.keys = {one.import_key: one.id for one in own}
        there = db.session.execute(select(Example.id, Example.title, ExampleMunicipality.organisation_id).join(
            ExampleMunicipality, ExampleMunicipality.example_id == Example.id).where(
            ExampleMunicipality.position == 0, visible(actor, Example),
            Example.review_state != ReviewState.ARCHIVED)).all()
        self.known: dict[Known, int] = {(title.casefold(), owner): number for number, title, owner in there}
        self.ids = {number for number, _, _ in there}
        self.seen: dict[str, int] = {}

    def judged(self, row: Row) -> tuple[Outcome, Fields | None]:
        """What becomes of ROW, and the fields of a new one."""
        outcome = Outcome(row.number, row.cells.get("title", "")[:100], "refused")
        try:
            fields = checked(self._complete(self.reader.fields(row.cells)))
        except Invalid as wrong:
            outcome.words = [f"{BY_KEY[name].label if name in BY_KEY else name}: {words}"
                             for name, words in wrong.errors.items()]
            return outcome, None
        if example_id := self._there(row, fields):
            outcome.state, outcome.path = "there", f"/examples/{example_id}"
            return outcome, None
        if row.key in self.seen:
            outcome.state = "there"
            outcome.words = [gettext("The same as row %(number)s.", number=self.seen[row.key])]
            return outcome, None
        self.seen[row.key] = row.number
        outcome.state = "new"
        return outcome, fields

    def judge(self, rows: Iterable[Row]) -> list[Outcome]:
        """What would become of ROWS."""
        return [self.judged(row)[0] for row in rows]

    def _complete(self, fields: Fields) -> Fields:
        whole: Fields = {"title": "", "summary": "", "themes": [], "municipalities": [], **fields}
        if not self.actor.is_staff and whole.get("network_id") is None:
            raise Invalid(errors={"network_id": gettext("Choose a network.")})
        assert set(NEEDED) <= whole.keys()
        return whole

    def _there(self, row: Row, fields: Fields) -> int | None:
        """The example that ROW is already, as far as the actor may know."""
        if row.key in self.keys:
            return self.keys[row.key]
        address = row.cells.get("address", "")
        if address.startswith(self.base):
            number = urlsplit(address).path.rpartition("/")[2].partition("-")[0]
            if number.isascii() and number.isdecimal() and len(number) < 10 and int(number) in self.ids:
                return int(number)
        return self.known.get((fields["title"].casefold(), fields["municipalities"][0]))


def _reader(actor: Actor, network_id: int | None) -> Reader:
    """All that words in a cell may mean for ACTOR."""
    named = {name.casefold(): theme.id for theme in themes(actor)
             for name in (theme.key, theme.nb, theme.nn, theme.sv, theme.en)}
    open_to = {one.name.casefold(): one.id for one in networks(actor) if one.state != State.CONCLUDED
               and (actor.is_staff or actor.role(one) >= Role.MEMBER)}
    people: dict[str, int] = {}
    for person in queries.colleagues(actor, actor.networks() | ({network_id} if network_id else set())):
        people.setdefault(person.name.casefold(), person.id)
        people[person.email.casefold()] = person.id
    places = db.session.scalars(select(Organisation).where(
        Organisation.kind.in_((OrganisationKind.MUNICIPALITY, OrganisationKind.COUNTY)))).all()
    return Reader(named, Places(places), open_to, people, network_id)

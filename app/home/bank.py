"""What other features and the example bank give each other: indicators for its figures, and who has used what."""

from sqlalchemy import select

from app.database import db
from app.directory import parts as directory
from app.examples import parts
from app.examples.filters import ALL, listed
from app.examples.models import Example, ExampleUse
from app.indicators import queries as indicators
from app.links import Embed
from app.networks.models import Organisation
from app.permissions import Actor

MOST = 12


@parts.of_indicators
def names_of_indicators(actor: Actor, language: str) -> dict[str, str]:
    """What a measured figure of an example can be tied to, by name."""
    names = {one.code: str(one.names.get(language) or one.code) for one in indicators.indicators(actor)}
    return dict(sorted(names.items(), key=lambda one: one[1].casefold()))


@directory.of_municipality
def used_by_municipality(actor: Actor, place: Organisation) -> Embed | None:
    """What others have done that PLACE has used too, as far as ACTOR may read it."""
    found = db.session.execute(select(ExampleUse, Example).join(Example, Example.id == ExampleUse.example_id).where(
        ExampleUse.organisation_id == place.id, listed(actor, ALL)).order_by(ExampleUse.id.desc()).limit(MOST)).all()
    return Embed("home/_used.html", {"rows": found}) if found else None

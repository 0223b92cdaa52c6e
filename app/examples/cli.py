"""Examples from files, on the command line."""

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from flask_babel import force_locale
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.queries import by_email
from app.accounts.session import actor_of
from app.database import db
from app.errors import AppError
from app.examples.exchange import service
from app.examples.exchange.rows import Outcome, rows_of
from app.files.tables import read_tables
from app.networks.models import Network
from app.permissions import SYSTEM, SiteRole


def init_app(app: Flask) -> None:
    """Register the command; `import` is shared with other features."""
    group = app.cli.commands.setdefault("import", AppGroup("import", help="Bring in files."))
    assert isinstance(group, click.Group)
    group.add_command(examples)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--strict", is_flag=True, help="Take nothing if a single row is refused.")
@click.option("--by", "email", help="Whose drafts they become; the first administrator's, if not given.")
@click.option("--network", "network_name", help="The network of rows that name none.")
@click.option("--publish", is_flag=True, help="Publish them at once.")
@with_appcontext
def examples(file: Path, strict: bool, email: str | None, network_name: str | None, publish: bool) -> None:
    """Examples from a CSV, Excel or Word FILE with our headings. What came in before is left as it is."""
    person, network_id = sender(email), network(network_name)
    with force_locale("en"):
        try:
            rows = rows_of(read_tables(file, file.name))
            with click.progressbar(length=len(rows), label="Reading") as bar:
                told = service.bring(actor_of(person), rows, network_id, publish, strict,
                                     current_app.config["LIVSKRAFT"].base_url, lambda outcome: bar.update(1))
        except AppError as refusal:
            raise click.ClickException(" ".join(map(str, refusal.errors.values() or [refusal.title]))) from None
    refused = [one for one in told if one.state == "refused"]
    for one in refused:
        click.echo(f"row {one.number} «{one.title}»: {' '.join(one.words)}", err=True)
    if strict and refused:
        raise click.ClickException(f"{len(refused)} rows were refused: nothing was changed.")
    click.echo(f"{len(told)} rows read, {count(told, 'new')} new for {person.email}, "
               f"{count(told, 'there')} were there, {len(refused)} refused.")


def sender(email: str | None) -> Person:
    """Who brings them in."""
    admins = select(Person).where(Person.site_role == SiteRole.ADMIN, Person.active).order_by(Person.id)
    found = by_email(SYSTEM, email) if email else db.session.scalars(admins.limit(1)).first()
    if found is None:
        raise click.ClickException(f"Nobody here has the address {email}." if email else
                                   "There is no administrator: say --by EMAIL.")
    return found


def network(name: str | None) -> int | None:
    """The id of the network with this NAME."""
    found = db.session.scalar(select(Network.id).where(Network.name == name)) if name else None
    if name and found is None:
        raise click.ClickException(f"There is no network «{name}».")
    return found


def count(told: list[Outcome], state: str) -> int:
    """How many of them."""
    return sum(one.state == state for one in told)

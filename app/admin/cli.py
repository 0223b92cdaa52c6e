"""People from a table, on the command line."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from app.admin import service
from app.admin.bringing import Newcomer, Refused, newcomers
from app.files.sheets import Unreadable, read_rows
from app.networks.queries import networks
from app.permissions import SYSTEM


def init_app(app: Flask) -> None:
    """Register the command; `import` is shared with other features."""
    group = app.cli.commands.setdefault("import", AppGroup("import", help="Bring in files."))
    assert isinstance(group, click.Group)
    group.add_command(people)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--strict", is_flag=True, help="Take nobody if a single row is refused.")
@with_appcontext
def people(file: Path, strict: bool) -> None:
    """People from a CSV, XLSX or ODS FILE with headings: e-mail and name; perhaps job title, phone,
    municipality (name or number), language and network.

    Who is here already is left as they are. Nobody is written to.
    """
    try:
        rows = read_rows(file)
    except Unreadable as trouble:
        raise click.ClickException(f"{file.name} cannot be read: {trouble}.") from None
    with click.progressbar(newcomers(rows, [one.name for one in networks(SYSTEM)]), label="Reading",
                           length=max(len(rows) - 1, 0)) as bar:
        read = list(bar)
    taken = [row for row in read if isinstance(row, Newcomer)]
    refused = [row for row in read if isinstance(row, Refused)]
    for row in refused:
        click.echo(str(row), err=True)
    if refused and strict:
        raise click.ClickException(f"{len(refused)} rows were refused: nobody was added.")
    with click.progressbar(length=len(taken), label="Adding") as bar:
        new, here = service.bring_people(SYSTEM, taken, bar.update, whole=strict)
    click.echo(f"{new} people added, {here} were here already, {len(refused)} rows refused.")
    if not taken:
        raise click.ClickException("There was nobody in this file whom we could take.")

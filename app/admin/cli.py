"""People from a table, on the command line."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from flask_babel import force_locale, gettext

from app.admin import service
from app.admin.bringing import Newcomer, Refused, newcomers
from app.directory.queries import profile_fields
from app.files.sheets import Unreadable, read_rows
from app.i18n import runners_locale
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
    municipality (name or number), language, network, and the lines that you ask for on contact cards.

    Who is here already is left as they are. Nobody is written to. The report is in the language of LANG.
    """
    try:
        rows = read_rows(file)
    except Unreadable as trouble:
        raise click.ClickException(f"{file.name} cannot be read: {trouble}.") from None
    with force_locale(runners_locale()):
        bring(rows, strict)


def bring(rows: list[list[str]], strict: bool) -> None:
    """Add those whom ROWS name, and tell of each who was refused."""
    with click.progressbar(
            newcomers(rows, [one.name for one in networks(SYSTEM)], profile_fields(SYSTEM)), label="Reading",
            length=max(len(rows) - 1, 0)) as bar:
        read = list(bar)
    taken = [row for row in read if isinstance(row, Newcomer)]
    refused = [row for row in read if isinstance(row, Refused)]
    for row in refused:
        click.echo(str(row), err=True)
    if refused and strict:
        raise click.ClickException(gettext("%(refused)s rows were refused: nobody was added.", refused=len(refused)))
    with click.progressbar(length=len(taken), label="Adding") as bar:
        new, here = service.bring_people(SYSTEM, taken, bar.update, whole=strict)
    click.echo(gettext("%(new)s people added, %(here)s were here already, %(refused)s rows refused.",
                       new=new, here=here, refused=len(refused)))
    if not taken:
        raise click.ClickException(gettext("There was nobody in this file whom we could take."))

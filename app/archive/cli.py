"""The two commands."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from app.archive import reading, writing


def init_app(app: Flask) -> None:
    """Register them; `import` is shared with features."""
    group = app.cli.commands.setdefault("import", AppGroup("import", help="Bring in files."))
    assert isinstance(group, click.Group)
    group.add_command(bring)
    app.cli.add_command(export)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export(file: Path) -> None:
    """Write everything to FILE (.zip) in open formats: JSON, CSV, the files, and a README. Keep it safe.

    Passwords, tokens and open invitations are left out. For a copy to go on from, take `backup`.
    """
    with click.progressbar(length=writing.total(), label="Writing") as bar:
        counts = writing.write(file, bar.update)
    click.echo(f"{file}: {sum(counts.values())} rows of {len(counts)} tables, {file.stat().st_size / 1e6:.1f} MB")


@click.command("archive")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def bring(file: Path) -> None:
    """Everything from FILE, which `export` wrote, into a site where nobody is yet. All of it or nothing."""
    try:
        with click.progressbar(length=reading.expected(file), label="Reading") as bar:
            counts = reading.read(file, bar.update)
    except reading.NotOurs as trouble:
        raise click.ClickException(f"{file.name} cannot be brought in: {trouble}.") from None
    click.echo(f"{sum(counts.values())} rows are here. Now: flask --app wsgi search rebuild")

"""Figures from files, on the command line."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from app.database import now
from app.indicators import service
from app.indicators.importers import read
from app.indicators.releasing import Origin, Report
from app.permissions import SYSTEM

DAY = click.DateTime(["%Y-%m-%d"])


def init_app(app: Flask) -> None:
    """Register the command; `import` is shared with other features."""
    group = app.cli.commands.setdefault("import", AppGroup("import", help="Bring in files."))
    assert isinstance(group, click.Group)
    group.add_command(indicators)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--retrieved", type=DAY, help="The day the file was fetched from its source; today, if not given.")
@click.option("--updated", type=DAY, help="The day the source says that it updated the table.")
@click.option("--url", default="", help="Where the file is from, if not where the catalogue says.")
@click.option("--strict", is_flag=True, help="Take nothing if a single row is refused.")
@with_appcontext
def indicators(file: Path, retrieved: datetime | None, updated: datetime | None, url: str, strict: bool) -> None:
    """Figures from a CSV FILE: emissions by sector, population (07459) or electricity (14490).

    They become releases beside the earlier ones; what is counted per inhabitant is renewed.
    """
    service.load_catalogue(SYSTEM)
    with click.progressbar(read(file), label="Reading") as bar:
        items = list(bar)
    origin = Origin((retrieved or now()).date(), url=url, updated=updated.replace(tzinfo=UTC) if updated else None)
    report = service.import_figures(SYSTEM, items, origin, strict)
    for refusal in report.refused:
        click.echo(str(refusal), err=True)
    if strict and report.refused:
        raise click.ClickException(f"{len(report.refused)} rows were refused: nothing was changed.")
    tell(report)
    if not report.releases and not report.unchanged:
        raise click.ClickException("There was nothing in this file that we could take.")


def tell(report: Report) -> None:
    """Say what an import did."""
    for release in report.releases:
        click.echo(f"{release.indicator.code}: {release.rows} figures, release {release.id}")
    for code in report.unchanged:
        click.echo(f"{code}: nothing new")
    for code, number in report.fewer.items():
        click.echo(f"{code}: {number} figures that were there before are not in the new release", err=True)
    if report.underived:
        click.echo(f"{len(report.underived)} figures per inhabitant could not be made: population is missing for "
                   + ", ".join(sorted(report.underived)[:10]), err=True)
    click.echo(f"{len(report.releases)} new releases, {len(report.unchanged)} unchanged, "
               f"{len(report.refused)} rows refused.")

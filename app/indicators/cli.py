"""Figures from files, on the command line."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from app.database import now
from app.indicators import queries, service
from app.indicators.importers import read
from app.indicators.jobs import FOLDER
from app.indicators.releasing import Origin, Report
from app.indicators.sources.recipes import Recipe, recipes
from app.permissions import SYSTEM

DAY = click.DateTime(["%Y-%m-%d"])


def init_app(app: Flask) -> None:
    """Register the command; `import` is shared with other features."""
    group = app.cli.commands.setdefault("import", AppGroup("import", help="Bring in files."))
    assert isinstance(group, click.Group)
    group.add_command(indicators)
    app.cli.add_command(figures)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--retrieved", type=DAY, help="The day the file was fetched from its source; today, if not given.")
@click.option("--updated", type=DAY, help="The day the source says that it updated the table.")
@click.option("--url", default="", help="Where the file is from, if not where the catalogue says.")
@click.option("--strict", is_flag=True, help="Take nothing if a single row is refused.")
@with_appcontext
def indicators(file: Path, retrieved: datetime | None, updated: datetime | None, url: str, strict: bool) -> None:
    """Figures from a CSV FILE or a workbook: emissions by sector, population (07459) or electricity (14490).

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


figures = AppGroup("indicators", help="Statistics from their sources.")


@figures.command("refresh")
@click.option("--table", "wanted", multiple=True, help="Only this table or key figure; may be given again.")
@with_appcontext
def refresh(wanted: tuple[str, ...]) -> None:
    """Fetch the newest figures of all tables from their sources. What was cut goes on where it stopped."""
    config, run = current_app.config["LIVSKRAFT"], queries.last_run(SYSTEM)
    if run and queries.is_going(SYSTEM, run):
        raise click.ClickException(f"They are being fetched already: {run.done} of {run.total} tables.")
    some = [one for one in recipes(config.emissions_url) if not wanted or one.table in wanted]
    if not some:
        raise click.ClickException(f"We fetch no table {', '.join(wanted)}.")
    failed = []
    with click.progressbar(length=len(some), label="Fetching") as bar:
        def progress(recipe: Recipe, report: Report | None) -> None:
            bar.update(1)
            if report is None:
                failed.append(recipe)
        report = service.refresh(SYSTEM, config.data_dir / FOLDER, some, progress)
    tell(report)
    for one in queries.source_tables(SYSTEM):
        if one.trouble:
            click.echo(f"{one.source} {one.table_id}: {one.trouble} {one.detail}", err=True)
    if failed:
        raise click.ClickException(f"{len(failed)} of {len(some)} tables were not fetched: their old figures stand.")


def tell(report: Report) -> None:
    """Say what an import did."""
    for release in report.releases:
        click.echo(f"{release.indicator.code}: {release.rows} figures, release {release.id}")
    for code in report.unchanged:
        click.echo(f"{code}: nothing new")
    for code, number in report.fewer.items():
        click.echo(f"{code}: {number} figures that were there before are not in the new release", err=True)
    if report.renumbered:
        click.echo(f"{len(report.renumbered)} former numbers were read as those of today: " + ", ".join(
            f"{old} is {new}" for old, new in sorted(report.renumbered.items())[:10]))
    for former in sorted(report.parted):
        click.echo(f"{former} was split or merged: its figures are kept under that number and added to no other's",
                   err=True)
    if report.underived:
        click.echo(f"{len(report.underived)} figures per inhabitant could not be made: population is missing for "
                   + ", ".join(sorted(report.underived)[:10]), err=True)
    click.echo(f"{len(report.releases)} new releases, {len(report.unchanged)} unchanged, "
               f"{len(report.refused)} rows refused.")

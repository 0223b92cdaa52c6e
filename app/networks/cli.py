"""Renewing the register of municipalities."""

import csv
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from app.networks import service
from app.permissions import SYSTEM
from app.registers import Municipality

# The names that the two countries' own files give their columns.
COLUMNS = {
    "code": ("code", "municipality_number", "municipality_code"),
    "name": ("name", "municipality_name_short", "name_first"),
    "names_all": ("names_all", "name_all_official", "municipality_name"),
    "county_code": ("county_code", "county_number"),
    "country": ("country",),
    "latitude": ("latitude", "bbox_center_lat"),
    "longitude": ("longitude", "bbox_center_lon"),
}


def init_app(app: Flask) -> None:
    """Register the commands; `import` is shared with other features."""
    group = app.cli.commands.setdefault("import", AppGroup("import", help="Bring in files."))
    assert isinstance(group, click.Group)
    group.add_command(municipalities)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--strict", is_flag=True, help="Take nothing if a single row is refused.")
@click.option("--country", type=click.Choice(["NO", "SE"]), default="NO", show_default=True,
              help="For a file that does not say it.")
@with_appcontext
def municipalities(file: Path, strict: bool, country: str) -> None:
    """Renew the municipalities from a CSV FILE, by their official numbers."""
    with file.open(newline="", encoding="utf-8-sig") as text:
        cells = list(csv.DictReader(text))
    rows, refused = [], []
    with click.progressbar(cells, label="Reading") as bar:
        for number, row in enumerate(bar, start=2):
            try:
                rows.append(municipality(row, country))
            except ValueError as reason:
                refused.append(f"row {number}: {reason}")
    for line in refused:
        click.echo(line, err=True)
    if refused and strict:
        raise click.ClickException(f"{len(refused)} rows were refused: nothing was changed.")
    changed = service.import_municipalities(SYSTEM, rows)
    click.echo(f"{len(rows)} rows read, {changed} new or different, {len(refused)} refused.")


def municipality(cells: dict[str, str], country: str) -> Municipality:
    """A row of a file; raise ValueError with the reason why it cannot be taken."""
    row = {field: next((cells[name].strip() for name in names if cells.get(name)), "")
           for field, names in COLUMNS.items()}
    row["country"] = row["country"] or country
    if not (row["code"].isdecimal() and len(row["code"]) == 4):
        raise ValueError(f"{row['code'] or 'nothing'} is not a number of four digits")
    if not row["name"]:
        raise ValueError(f"{row['code']} has no name")
    return Municipality(
        row["country"], row["code"], row["name"], row["names_all"] or row["name"], row["county_code"],
        degrees(row["latitude"]), degrees(row["longitude"]))


def degrees(text: str) -> float | None:
    """TEXT as a number of degrees, if there is any."""
    return float(text) if text else None

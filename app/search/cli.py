"""The commands that look after the index."""

import sys

import click
from flask import Flask
from flask.cli import AppGroup

from app import outbox
from app.search import upkeep
from app.search.engine import index

search = AppGroup("search", help="Look after the search index.")
SHOWN = 200  # lines of differences a kind


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(search)


@search.command()
@click.option("--if-empty", is_flag=True, help="Only where there is no index yet.")
def rebuild(if_empty: bool) -> None:
    """Make the index anew from the database, while the old one goes on answering."""
    if if_empty and index().ids():
        return
    with click.progressbar(length=0, label="Indexing", file=sys.stderr) as bar:
        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)
        count = upkeep.rebuild(progress)
    click.echo(f"{count} documents can be found.")


@search.command()
def verify() -> None:
    """Say where index and database differ; exit with 1 if they do anywhere."""
    found = upkeep.differences()
    for what, ids in (("missing", found.missing), ("surplus", found.surplus), ("outdated", found.outdated)):
        for each in ids[:SHOWN]:
            click.echo(f"{what} {each}")
        if len(ids) > SHOWN:
            click.echo(f"… and {len(ids) - SHOWN} more {what}")
    if found:
        waiting = outbox.waiting()
        click.echo("Index and database differ"
                   + (f"; {waiting} jobs wait for the worker." if waiting else ": run `flask search rebuild`."))
        sys.exit(1)
    click.echo("Index and database are equal.")

"""`flask seed`: content to look at, and content to measure with."""

import click
from flask import Flask
from flask.cli import AppGroup

from app.demo import loader, people
from app.demo.volume import Volume, Wanted

seed = AppGroup("seed", help="Fill the database with invented content.")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(seed)


@seed.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing when it is there already.")
def demo(if_empty: bool) -> None:
    """The demonstration: three networks, 38 people, 60 threads, 400 messages, 25 examples, real figures."""
    if people.are_there():
        if not if_empty:
            raise click.ClickException("The demonstration is there already.")
        return
    with click.progressbar(length=loader.STEPS, label="Demo content") as bar:
        loader.load(bar.update)


@seed.command("load")
@click.option("--rooms", default=40, show_default=True)
@click.option("--messages", default=10_000, show_default=True)
@click.option("--examples", default=100, show_default=True)
@click.option("--people", "persons", default=200, show_default=True)
@click.option("--seed", "number", default=1, show_default=True, help="The same number gives the same content.")
def load(rooms: int, messages: int, examples: int, persons: int, number: int) -> None:
    """Large realistic content. Run `flask search rebuild` afterwards."""
    with click.progressbar(length=messages + examples + persons, label="Content") as bar:
        Volume(number, bar.update).load(Wanted(persons, rooms, messages, examples))

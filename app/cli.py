"""The flask commands of the public surface; each feature adds its own."""

import subprocess
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app import backup, serving
from app.accounts import cli as accounts
from app.admin import cli as admin
from app.archive import cli as archive
from app.demo import cli as demo
from app.examples import cli as examples
from app.indicators import cli as indicators
from app.indicators import service as figures
from app.networks import cli as networks
from app.networks import service as registers
from app.permissions import SYSTEM
from app.rooms import cli as rooms
from app.search import cli as search
from config import ROOT

CHECKS = (["ruff", "check", "."], ["mypy"], ["lint-imports"], ["pytest", "-q", "-n", "2", "--dist", "loadgroup"])


def init_app(app: Flask) -> None:
    """Register them."""
    for feature in (serving, backup, archive, accounts, admin, networks, rooms, examples, indicators, search,
                    demo):
        feature.init_app(app)
    for command in (serve, setup, check):
        app.cli.add_command(command)


@click.command()
@with_appcontext
def setup() -> None:
    """Bring the database, the registers and the figures up to date. Safe to repeat."""
    current_app.extensions["alembic"].upgrade()
    changed = registers.load_registers(SYSTEM)
    figures.load(SYSTEM)
    click.echo(f"The database is up to date; {changed} rows of the registers were new or different.")


@click.command()
@click.pass_context
@with_appcontext
def serve(context: click.Context) -> None:
    """Set up what is missing, then run the web server and the worker until Ctrl-C."""
    context.invoke(setup)
    if current_app.config["LIVSKRAFT"].demo:
        context.invoke(demo.demo, if_empty=True)
    context.invoke(search.rebuild, if_empty=True)
    serving.both()


@click.command()
def check() -> None:
    """Lint, types, import rules, catalogues and tests."""
    for command in CHECKS:
        click.secho(" ".join(command), bold=True)
        if subprocess.run([Path(sys.executable).parent / command[0], *command[1:]], cwd=ROOT, check=False).returncode:
            raise click.ClickException(f"{command[0]} has complaints")

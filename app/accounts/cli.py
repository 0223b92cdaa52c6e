"""People and tokens from the command line."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.accounts import queries, service
from app.accounts.models import Person
from app.accounts.session import actor_of
from app.errors import AppError
from app.permissions import SYSTEM, SiteRole

user = AppGroup("user", help="People of Livskraft.")
token = AppGroup("token", help="Keys with which programs act as a person.")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(user)
    app.cli.add_command(token)


@user.command("create")
@click.argument("email")
@click.option("--name", required=True, help="Their full name.")
@click.option("--role", type=click.Choice([role.value for role in SiteRole]), default="person",
              help="person; staff reads all networks; admin does everything.", show_default=True)
@click.option("--password", help="Better left out: they choose one themselves after signing in by the link.")
def create(email: str, name: str, role: str, password: str | None) -> None:
    """Add a person, and print a link that signs them in once, within 15 minutes."""
    if "@" not in email.strip("@"):
        raise click.ClickException(f"{email} is not an e-mail address.")
    try:
        person = service.create_person(SYSTEM, email, name, site_role=SiteRole(role))
        if password:
            service.change_password(actor_of(person), "", password)
        path = service.make_link(SYSTEM, person.id)
    except AppError as refusal:
        raise click.ClickException(" ".join(map(str, refusal.errors.values() or [refusal.title]))) from None
    click.echo(f"{person.name} <{person.email}> is here. To sign in, once:")
    click.echo(current_app.config["LIVSKRAFT"].base_url + path)


@user.command("reset-two-step")
@click.argument("email")
def reset_two_step(email: str) -> None:
    """Ask EMAIL for no code any more: for who has lost the phone and the recovery codes. A letter tells them."""
    person = queries.by_email(SYSTEM, email)
    if person is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    service.reset_two_step(SYSTEM, person.id)
    click.echo(f"{person.name} <{person.email}> signs in without a code.")


@token.command("create")
@click.argument("email")
@click.option("--name", default="command line", help="What the token is for.", show_default=True)
def create_token(email: str, name: str) -> None:
    """Make an API token for the person with EMAIL, and print it: it is shown this once."""
    person: Person | None = queries.by_email(SYSTEM, email)
    if person is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    click.echo(service.make_token(actor_of(person), name))

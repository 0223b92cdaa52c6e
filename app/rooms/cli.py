"""The archive of a mailing list, on the command line."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from flask_babel import force_locale

from app.accounts.queries import by_email
from app.accounts.session import actor_of
from app.errors import AppError
from app.permissions import SYSTEM, Actor, Can
from app.rooms import queries, service
from app.rooms.letters import Letter, Refused, letters


def init_app(app: Flask) -> None:
    """Register the command; `import` is shared with other features."""
    group = app.cli.commands.setdefault("import", AppGroup("import", help="Bring in files."))
    assert isinstance(group, click.Group)
    group.add_command(mbox)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--room", "room_id", required=True, type=int, help="The number of the room: /rooms/NUMBER.")
@click.option("--by", "email", required=True,
              help="Who does it: a coordinator of its network, or an administrator. They keep what strangers wrote.")
@click.option("--strict", is_flag=True, help="Take nothing if a single mail is refused.")
@with_appcontext
def mbox(file: Path, room_id: int, email: str, strict: bool) -> None:
    """A mailing list's archive, the mbox FILE, as threads of a room, each mail on its own day.

    Mails of the network's members, also former ones, become theirs. Nobody is written to; what came in before is left.
    """
    with force_locale("en"):
        try:
            bring(_actor(email, room_id), file, room_id, strict)
        except AppError as refusal:
            raise click.ClickException(" ".join(map(str, refusal.errors.values() or [refusal.title]))) from None


def _actor(email: str, room_id: int) -> Actor:
    """Who brings it in; asked for their right before a long file is read."""
    person = by_email(SYSTEM, email)
    if person is None or not person.active:
        raise click.ClickException(f"Nobody here has the address {email}.")
    actor = actor_of(person)
    queries.room(actor, room_id, Can.EDIT_NETWORK)
    return actor


def bring(actor: Actor, file: Path, room_id: int, strict: bool) -> None:
    """Read FILE, name what is refused, and keep the rest."""
    with click.progressbar(letters(file), label="Reading", show_pos=True) as bar:
        read = list(bar)
    taken = [one for one in read if isinstance(one, Letter)]
    refused = [one for one in read if isinstance(one, Refused)]
    for one in refused:
        click.echo(str(one), err=True)
    if strict and refused:
        raise click.ClickException(f"{len(refused)} mails were refused: nothing was changed.")
    with click.progressbar(length=len(taken), label="Writing") as bar:
        brought = service.bring_letters(actor, room_id, taken, strict, bar.update)
    click.echo(f"{len(read)} mails read: {brought.new} new in {brought.threads} new threads, "
               f"{brought.there} were there, {len(refused)} refused.")
    if not taken:
        raise click.ClickException("There was no mail in this file that we could take.")

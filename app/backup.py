"""`flask backup FILE` and `flask restore FILE`: the database and the files, as they stood at one moment."""

import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import make_url

from config import Config

KEPT = ("files", "secret_key")  # beside the database; the index is made anew
DATABASE = "livskraft.db"


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(backup)
    app.cli.add_command(restore)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write all there is to FILE (.tar.gz), while the service goes on. Keep it safe: it holds the secret key."""
    config = _config()
    unfinished = file.with_name(file.name + ".part")
    with tempfile.TemporaryDirectory(dir=config.data_dir) as folder, tarfile.open(unfinished, "w:gz") as archive:
        copy = Path(folder) / DATABASE
        # Rows first: a file is written before the row that names it and is never changed, so none is missed.
        with closing(sqlite3.connect(_database(config))) as live, closing(sqlite3.connect(copy)) as kept:
            live.backup(kept)
        archive.add(copy, DATABASE)
        for name in KEPT:
            if (config.data_dir / name).exists():
                archive.add(config.data_dir / name, name)
    unfinished.chmod(0o600)
    unfinished.replace(file)
    click.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Put what `backup` wrote into an empty data folder. Run `setup` and `search rebuild` afterwards."""
    config = _config()
    if _database(config).exists():
        raise click.ClickException(f"{config.data_dir} holds a database already. Name an empty data folder.")
    with tarfile.open(file) as archive:
        members = archive.getmembers()
        if strange := [member.name for member in members if not _ours(member)]:
            raise click.ClickException(f"This is not a backup of Livskraft: it holds {strange[0]}.")
        for member in members:
            _put_back(archive, member, config.data_dir / member.name)
    (config.data_dir / "secret_key").chmod(0o600)
    with closing(sqlite3.connect(_database(config))) as found:
        [(state,)] = found.execute("PRAGMA integrity_check")
    if state != "ok":
        raise click.ClickException(f"The database in it is damaged: {state}")
    click.echo("Everything is back. Now: flask --app wsgi setup, then flask --app wsgi search rebuild")


def _ours(member: tarfile.TarInfo) -> bool:
    """Whether `backup` may have written this: a plain file or folder, where it belongs."""
    parts = member.name.split("/")
    return (member.isfile() or member.isdir()) and parts[0] in (DATABASE, *KEPT) and ".." not in parts


def _put_back(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    content = archive.extractfile(member)
    if content is None:
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with content, path.open("wb") as file:
        shutil.copyfileobj(content, file)


def _config() -> Config:
    config = current_app.config["LIVSKRAFT"]
    assert isinstance(config, Config)
    return config


def _database(config: Config) -> Path:
    """The SQLite file; another database has tools of its own."""
    url = make_url(config.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise click.ClickException("This is for SQLite. Use pg_dump and pg_restore, and copy the files folder.")
    return Path(url.database)

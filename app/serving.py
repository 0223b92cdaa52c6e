"""Running the service: `serve` is `web` and `work` together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app import outbox, schedule
from app.database import db, now
from config import ROOT, Config

IDLE = 0.25  # seconds between looks at an empty outbox
PAUSE = 2  # seconds after a look that failed
STOP_SECONDS = 10
WEB = [sys.executable, "-m", "gevent.monkey", "--module", "app.web"]
WORK = [sys.executable, "-m", "flask", "--app", "wsgi", "work"]


def init_app(app: Flask) -> None:
    """Register the commands."""
    for command in (web, work):
        app.cli.add_command(command)


@click.command()
def web() -> None:
    """Answer pages, the API and live connections."""
    os.chdir(ROOT)
    os.execv(WEB[0], WEB)


@click.command()
@with_appcontext
def work() -> None:
    """Do what follows changes: index, letters, text of files. Runs until stopped."""
    stop, app = told_to_stop(), current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy has it

    def work_apart() -> None:
        with app.app_context():
            go_on(stop, beat_apart)
    slow = threading.Thread(target=work_apart, daemon=True)
    slow.start()
    go_on(stop, beat)
    slow.join(STOP_SECONDS - 1)


def go_on(stop: list[int], look: Callable[[], int]) -> None:
    """LOOK for work again and again until told to stop."""
    while not stop:
        try:
            pause = 0 if look() else IDLE
        except Exception:  # the database is locked or away, or the disk is full: that passes
            current_app.logger.exception("The worker missed a beat.")
            pause = PAUSE
        time.sleep(pause)


def told_to_stop() -> list[int]:
    """A list that is empty until a signal to stop arrives."""
    stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: stop.append(number))
    return stop


def beat() -> int:
    """One look at the clock and the outbox; says that the worker is alive. Returns how many jobs were done."""
    config: Config = current_app.config["LIVSKRAFT"]
    (config.data_dir / "worker").write_text(now().isoformat())
    try:
        schedule.tick()
        return outbox.run_due(apart=False)
    finally:
        db.session.close()


def beat_apart() -> int:
    """The same for what waits for others."""
    try:
        return outbox.run_due(apart=True)
    finally:
        db.session.close()


def both() -> None:
    """Run the web server and the worker until told to stop; exit with 1 when one of them died."""
    config: Config = current_app.config["LIVSKRAFT"]
    db.session.close()
    stop = told_to_stop()  # first: a child that nobody stops would keep the port
    children = [subprocess.Popen(command, cwd=ROOT) for command in (WEB, WORK)]
    click.echo(f"\n  Livskraft: {config.base_url}\n")
    while not stop and all(child.poll() is None for child in children):
        time.sleep(0.2)
    sys.exit(halt(children, asked=bool(stop)))


def halt(children: list[subprocess.Popen[bytes]], asked: bool) -> int:
    """Stop both; 0 when that was asked for, 1 when one of them had died."""
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if asked else 1

"""What the worker does with files of examples."""

from flask import current_app

from app import outbox
from app.accounts.models import Person
from app.accounts.session import actor_of
from app.database import db
from app.examples.exchange import service
from app.examples.models import ExampleUpload
from app.outbox import Facts
from app.permissions import SYSTEM
from app.schedule import daily


@outbox.on("examples_uploaded", apart=True)
def bring_in(facts: list[Facts]) -> None:
    """Bring in what is left of files, as those who sent them in."""
    for one in facts:
        kept = db.session.get(ExampleUpload, one["upload_id"])
        sender = db.session.get(Person, kept.author_id) if kept else None
        if kept and sender and sender.active:
            service.go_on(actor_of(sender), kept.id, current_app.config["LIVSKRAFT"].base_url)


@daily("03:50")
def forget_old() -> None:
    """Files that were sent in a month ago."""
    service.forget_old(SYSTEM)

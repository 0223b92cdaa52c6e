"""The proof that index and database are equal: made every night, kept for those who run Livskraft."""

from collections.abc import Sequence

from flask import current_app
from prometheus_client import Gauge
from sqlalchemy import delete, select

from app import outbox
from app.database import db
from app.search import upkeep
from app.search.models import Proof

NAMED = 50  # of the documents that differed: enough to see what they have in common
KEPT = 30
DIFFERING = Gauge("livskraft_index_differences",
                  "Documents that the last comparison of index and database found different; -1 before the first")


def prove() -> Proof:
    """Compare all, put right what differs, and write down what was found."""
    waiting, found = outbox.waiting(), upkeep.differences()
    db.session.commit()
    if found:
        current_app.logger.warning("%d documents of the index differed from the database.", len(found.ids))
        upkeep.mend(found)
    with db.transaction() as session:
        proof = Proof(missing=len(found.missing), surplus=len(found.surplus), outdated=len(found.outdated),
                      waiting=waiting, ids=found.ids[:NAMED])
        session.add(proof)
        session.flush()
        session.execute(delete(Proof).where(Proof.id <= proof.id - KEPT))
    return proof


def proofs(most: int = KEPT) -> Sequence[Proof]:
    """The newest first."""
    return db.session.scalars(select(Proof).order_by(Proof.id.desc()).limit(most)).all()


def _differing() -> float:
    last = proofs(1)
    return last[0].differences if last else -1


DIFFERING.set_function(_differing)

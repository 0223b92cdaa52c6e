"""Who spoke in a thread, how often and since when, from an index alone.

Revision ID: 20261122_171609
Revises: 20261122_170724
Create Date: 2026-11-22 17:16:09.370458

"""
from typing import Sequence, Union

from alembic import op


# revision identifiers, used by Alembic.
revision: str = '20261122_171609'
down_revision: Union[str, Sequence[str], None] = '20261122_170724'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_index('ix_message_spoke', 'message', ['thread_id', 'author_id', 'removed_at', 'seq'], unique=False)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index('ix_message_spoke', 'message')

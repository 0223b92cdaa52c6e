"""What was done with threads, pins, and what coordinators set up in a room.

Revision ID: 20261122_164217
Revises: 20261122_163425
Create Date: 2026-11-22 16:42:17.763359

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '20261122_164217'
down_revision: Union[str, Sequence[str], None] = '20261122_163425'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('trace',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('RENAMED', 'MOVED', 'SPLIT', 'TAKEN_OUT', 'MERGED', name='tracekind'), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_trace_author_id_person')),
    sa.ForeignKeyConstraint(['other_id'], ['thread.id'], name=op.f('fk_trace_other_id_thread')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_trace_room_id_room')),
    sa.ForeignKeyConstraint(['thread_id'], ['thread.id'], name=op.f('fk_trace_thread_id_thread')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trace'))
    )
    with op.batch_alter_table('trace', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trace_room_id'), ['room_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_trace_thread_id'), ['thread_id'], unique=False)

    # SQLite makes a table anew for what it cannot add to it; with rows that point there it would refuse.
    def pointing(name: str, table: str, to: str) -> None:
        op.add_column(table, sa.Column(name, sa.Integer(), sa.ForeignKey(
            f"{to}.id", name=f"fk_{table}_{name}_{to}"), nullable=True), inline_references=True)
    pointing('theme_id', 'room', 'theme')
    op.add_column('room', sa.Column('position', sa.Integer(), server_default='0', nullable=False))
    op.add_column('room', sa.Column('links', sa.JSON(), server_default='[]', nullable=False))
    op.add_column('room', sa.Column('templates', sa.JSON(), server_default='[]', nullable=False))
    # The default was for the rooms that were there; nothing compares the defaults of PostgreSQL's JSON.
    with op.batch_alter_table('room', schema=None) as batch_op:
        batch_op.alter_column('links', server_default=None)
        batch_op.alter_column('templates', server_default=None)
    op.add_column('thread', sa.Column('pinned_at', sa.DateTime(), nullable=True))
    pointing('merged_into_id', 'thread', 'thread')
    pointing('asked_from_id', 'thread', 'thread')
    op.create_index(op.f('ix_thread_asked_from_id'), 'thread', ['asked_from_id'], unique=False)



def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table('thread', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_thread_asked_from_id'))
        batch_op.drop_column('asked_from_id')
        batch_op.drop_column('merged_into_id')
        batch_op.drop_column('pinned_at')

    with op.batch_alter_table('room', schema=None) as batch_op:
        batch_op.drop_column('templates')
        batch_op.drop_column('links')
        batch_op.drop_column('position')
        batch_op.drop_column('theme_id')

    with op.batch_alter_table('trace', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_trace_thread_id'))
        batch_op.drop_index(batch_op.f('ix_trace_room_id'))

    op.drop_table('trace')

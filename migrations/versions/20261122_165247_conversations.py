"""Conversations of a few people, and what one follows.

Revision ID: 20261122_165246
Revises: 20261122_170356
Create Date: 2026-11-22 16:52:47.156509

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '20261122_165246'
down_revision: Union[str, Sequence[str], None] = '20261122_170356'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TYPE roomkind ADD VALUE IF NOT EXISTS 'DIRECT'")
    op.create_table('follow',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('muted', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_follow_person_id_person')),
    sa.ForeignKeyConstraint(['thread_id'], ['thread.id'], name=op.f('fk_follow_thread_id_thread')),
    sa.PrimaryKeyConstraint('person_id', 'thread_id', name=op.f('pk_follow'))
    )
    with op.batch_alter_table('follow', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_follow_thread_id'), ['thread_id'], unique=False)

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.alter_column('network_id',
               existing_type=sa.INTEGER(),
               nullable=True)

    with op.batch_alter_table('room', schema=None) as batch_op:
        batch_op.add_column(sa.Column('circle', sa.String(), nullable=True))
        batch_op.alter_column('network_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_unique_constraint(batch_op.f('uq_room_circle'), ['circle'])

    with op.batch_alter_table('thread', schema=None) as batch_op:
        batch_op.alter_column('network_id',
               existing_type=sa.INTEGER(),
               nullable=True)


def downgrade() -> None:
    """Downgrade schema. PostgreSQL keeps the kind of room; no room may have it any more."""
    with op.batch_alter_table('thread', schema=None) as batch_op:
        batch_op.alter_column('network_id',
               existing_type=sa.INTEGER(),
               nullable=False)

    with op.batch_alter_table('room', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_room_circle'), type_='unique')
        batch_op.alter_column('network_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('circle')

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.alter_column('network_id',
               existing_type=sa.INTEGER(),
               nullable=False)

    with op.batch_alter_table('follow', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_follow_thread_id'))

    op.drop_table('follow')

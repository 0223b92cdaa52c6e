"""Indicators of a network, who reported figures, and favourites.

Revision ID: 20261122_195703
Revises: 20261122_195406
Create Date: 2026-11-22 19:57:04.165017

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '20261122_195703'
down_revision: Union[str, Sequence[str], None] = '20261122_195406'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

VISIBILITY = sa.Enum('DRAFT', 'REVIEW', 'NETWORK', 'MEMBERS', 'PUBLIC', name='visibility')  # there since the first


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('indicator_favourite',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicator.id'], name=op.f('fk_indicator_favourite_indicator_id_indicator')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_indicator_favourite_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'indicator_id', name=op.f('pk_indicator_favourite'))
    )
    with op.batch_alter_table('indicator', schema=None) as batch_op:
        batch_op.add_column(sa.Column('network_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('visibility', VISIBILITY, server_default='PUBLIC', nullable=False))
        batch_op.add_column(sa.Column('every_years', sa.Integer(), server_default='1', nullable=False))
        batch_op.add_column(sa.Column('reminded_in', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_indicator_network_id'), ['network_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_indicator_network_id_network'), 'network', ['network_id'], ['id'])

    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.add_column(sa.Column('author_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_release_author_id'), ['author_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_release_author_id_person'), 'person', ['author_id'], ['id'])



def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_release_author_id_person'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_release_author_id'))
        batch_op.drop_column('author_id')

    with op.batch_alter_table('indicator', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_indicator_network_id_network'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_indicator_network_id'))
        batch_op.drop_column('reminded_in')
        batch_op.drop_column('every_years')
        batch_op.drop_column('visibility')
        batch_op.drop_column('network_id')

    op.drop_table('indicator_favourite')

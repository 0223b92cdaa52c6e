"""What examples tell and who answers for them; who used them; whom they quote.

Revision ID: 20261122_195005
Revises: 20261122_194843
Create Date: 2026-11-22 19:50:06.457221

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '20261122_195005'
down_revision: Union[str, Sequence[str], None] = '20261122_194843'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('example_use',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('example_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('began', sa.String(), nullable=False),
    sa.Column('story', sa.String(), nullable=False),
    sa.Column('changed', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_example_use_author_id_person')),
    sa.ForeignKeyConstraint(['example_id'], ['example.id'], name=op.f('fk_example_use_example_id_example')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_example_use_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_example_use'))
    )
    with op.batch_alter_table('example_use', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_example_use_example_id'), ['example_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_example_use_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('example_quote',
    sa.Column('example_id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('consent', sa.Enum('WAITING', 'NAMED', 'UNNAMED', 'REFUSED', name='consent'), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=True),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['example_id'], ['example.id'], name=op.f('fk_example_quote_example_id_example')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_example_quote_message_id_message')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_example_quote_person_id_person')),
    sa.PrimaryKeyConstraint('example_id', 'message_id', name=op.f('pk_example_quote'))
    )
    with op.batch_alter_table('example_quote', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_example_quote_person_id'), ['person_id'], unique=False)

    # SQLite makes a table anew for what it cannot add to it; with rows that point there it would refuse.
    def pointing(name: str, to: str) -> None:
        op.add_column('example', sa.Column(name, sa.Integer(), sa.ForeignKey(
            f"{to}.id", name=f"fk_example_{name}_{to}"), nullable=True), inline_references=True)
    pointing('image_id', 'file')
    pointing('deputy_id', 'person')
    for name in ('image_alt', 'image_credit', 'location'):
        op.add_column('example', sa.Column(name, sa.String(), server_default='', nullable=False))
    op.add_column('example', sa.Column('lat', sa.Double(), nullable=True))
    op.add_column('example', sa.Column('lon', sa.Double(), nullable=True))
    op.add_column('example', sa.Column('review_notes', sa.JSON(), nullable=True))
    op.add_column('example', sa.Column('asked_on', sa.Date(), nullable=True))
    op.add_column('example', sa.Column('asked', sa.Integer(), server_default='0', nullable=False))
    op.create_index(op.f('ix_example_deputy_id'), 'example', ['deputy_id'], unique=False)


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table('example', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_example_deputy_id'))
        batch_op.drop_column('asked')
        batch_op.drop_column('asked_on')
        batch_op.drop_column('deputy_id')
        batch_op.drop_column('review_notes')
        batch_op.drop_column('lon')
        batch_op.drop_column('lat')
        batch_op.drop_column('location')
        batch_op.drop_column('image_credit')
        batch_op.drop_column('image_alt')
        batch_op.drop_column('image_id')

    with op.batch_alter_table('example_quote', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_example_quote_person_id'))

    op.drop_table('example_quote')
    with op.batch_alter_table('example_use', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_example_use_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_example_use_example_id'))

    op.drop_table('example_use')

"""What organisations say of themselves; portraits, working days, and who stands in for whom.

Revision ID: 20261122_200200
Revises: 20261122_195338
Create Date: 2026-11-22 20:02:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '20261122_200200'
down_revision: Union[str, Sequence[str], None] = '20261122_195338'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

WORDS = ('offers', 'url', 'email', 'phone')


def upgrade() -> None:
    """Upgrade schema."""
    if op.get_bind().dialect.name == 'postgresql':
        for kind in ('ENERGY', 'NGO'):
            op.execute(f"ALTER TYPE organisationkind ADD VALUE IF NOT EXISTS '{kind}'")
    for name in WORDS:
        op.add_column('organisation', sa.Column(name, sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column('organisation', sa.Column('active', sa.Boolean(), server_default='1', nullable=False))

    # SQLite makes a table anew for what it cannot add to it; with rows that point there it would refuse.
    op.add_column('person', sa.Column('stand_in_id', sa.Integer(), sa.ForeignKey(
        'person.id', name='fk_person_stand_in_id_person'), nullable=True), inline_references=True)
    op.add_column('person', sa.Column('photo', sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column('person', sa.Column('away_until', sa.Date(), nullable=True))
    op.add_column('contact_card', sa.Column('work_days', sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column('contact_card', sa.Column('of_record', sa.Boolean(), server_default='0', nullable=False))


def downgrade() -> None:
    """Downgrade schema. The two kinds stay: PostgreSQL takes no value out of a type."""
    with op.batch_alter_table('contact_card', schema=None) as batch_op:
        batch_op.drop_column('of_record')
        batch_op.drop_column('work_days')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_column('away_until')
        batch_op.drop_column('stand_in_id')
        batch_op.drop_column('photo')
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        for name in ('active', *reversed(WORDS)):
            batch_op.drop_column(name)

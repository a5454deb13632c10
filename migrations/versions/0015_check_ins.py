"""What was noted at the doors of events"""

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('check_ins',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('event', sa.String(length=61), nullable=False),
    sa.Column('registration', sa.String(length=36), nullable=False),
    sa.Column('here', sa.Integer(), nullable=False),
    sa.Column('moment', sa.DateTime(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_ins')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_check_ins_event', 'check_ins', ['event'])
    op.create_index('ix_check_ins_registration', 'check_ins', ['registration'])


def downgrade():
    op.drop_table('check_ins')

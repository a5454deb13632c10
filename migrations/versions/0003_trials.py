"""Trials: what attacks on a draft, answered by invented people, found out"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('trials',
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=7), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.CheckConstraint("state in ('waiting', 'running', 'done', 'failed')", name=op.f('ck_trials_state')),
    sa.ForeignKeyConstraint(['slug'], ['questionnaires.slug'], name=op.f('fk_trials_slug')),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_trials'))
    )


def downgrade():
    op.drop_table('trials')

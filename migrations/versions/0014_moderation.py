"""Opinions of staff about statements, and the words before staff changed them"""

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('opinions',
    sa.Column('statement', sa.String(length=12), nullable=False),
    sa.Column('who', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('verdict', sa.String(length=8), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('moment', sa.DateTime(), nullable=False),
    sa.CheckConstraint("verdict in ('accepted', 'refused')", name=op.f('ck_opinions_verdict')),
    sa.PrimaryKeyConstraint('statement', 'who', name=op.f('pk_opinions')),
    sqlite_with_rowid=False
    )
    for table in ('statements', 'statements_shown'):
        op.add_column(table, sa.Column('original', sa.Text(), nullable=False, server_default=''))


def downgrade():
    for table in ('statements', 'statements_shown'):
        op.drop_column(table, 'original')
    op.drop_table('opinions')

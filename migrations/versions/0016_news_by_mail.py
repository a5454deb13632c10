"""Subscriptions of news by mail"""

import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('subscriptions',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('consultation', sa.String(length=61), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=7), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.CheckConstraint("state in ('waiting', 'active')", name=op.f('ck_subscriptions_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscriptions'))
    )
    op.create_index('ix_subscriptions_consultation_email', 'subscriptions', ['consultation', 'email'])
    op.create_table('mailed_news',
    sa.Column('consultation', sa.String(length=61), nullable=False),
    sa.Column('news', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('consultation', 'news', name=op.f('pk_mailed_news'))
    )


def downgrade():
    op.drop_table('mailed_news')
    op.drop_index('ix_subscriptions_consultation_email', table_name='subscriptions')
    op.drop_table('subscriptions')

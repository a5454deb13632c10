"""Documents around the questionnaires; mails may carry a file and further heads"""

import sqlalchemy as sa
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('documents',
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('state', sa.String(length=9), nullable=False),
    sa.Column('draft', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('published', sa.JSON(), nullable=True),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('changed', sa.Date(), nullable=True),
    sa.CheckConstraint("state in ('draft', 'published', 'archived')", name=op.f('ck_documents_state')),
    sa.PrimaryKeyConstraint('kind', 'slug', name=op.f('pk_documents'))
    )
    op.add_column('outbox', sa.Column('heads', sa.JSON(), nullable=True))
    op.add_column('outbox', sa.Column('attachment', sa.JSON(), nullable=True))


def downgrade():
    op.drop_column('outbox', 'attachment')
    op.drop_column('outbox', 'heads')
    op.drop_table('documents')

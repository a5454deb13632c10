"""Requests for microdata, the extracts made for them, and entries of the journal about them"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('requests',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('asked_by', sa.String(length=36), nullable=False),
    sa.Column('asked', sa.DateTime(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=9), nullable=False),
    sa.Column('decided_by', sa.String(length=36), nullable=True),
    sa.Column('decided', sa.DateTime(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('ends', sa.DateTime(), nullable=False),
    sa.CheckConstraint("state in ('waiting', 'confirmed', 'refused', 'withdrawn', 'failed')", name=op.f('ck_requests_state')),
    sa.CheckConstraint("decided_by is null or decided_by <> asked_by", name=op.f('ck_requests_second')),
    sa.CheckConstraint("state not in ('confirmed', 'refused') or decided_by is not null", name=op.f('ck_requests_decided')),
    sa.ForeignKeyConstraint(['slug'], ['questionnaires.slug'], name=op.f('fk_requests_slug')),
    sa.ForeignKeyConstraint(['asked_by'], ['staff.id'], name=op.f('fk_requests_asked_by')),
    sa.ForeignKeyConstraint(['decided_by'], ['staff.id'], name=op.f('fk_requests_decided_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requests'))
    )
    op.create_index(op.f('ix_requests_slug'), 'requests', ['slug'], unique=False)
    op.create_table('extracts',
    sa.Column('request', sa.String(length=36), nullable=False),
    sa.Column('document', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['request'], ['requests.id'], name=op.f('fk_extracts_request')),
    sa.PrimaryKeyConstraint('request', name=op.f('pk_extracts')),
    sqlite_with_rowid=False
    )
    op.add_column('journal', sa.Column('request', sa.String(length=36), nullable=True))


def downgrade():
    op.drop_column('journal', 'request')
    op.drop_table('extracts')
    op.drop_index(op.f('ix_requests_slug'), table_name='requests')
    op.drop_table('requests')

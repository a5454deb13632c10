"""First tables: questionnaires, answers, releases, staff"""

import sqlalchemy as sa
from alembic import op


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('attempts',
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('failed', sa.Integer(), nullable=False),
    sa.Column('until', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('email', name=op.f('pk_attempts'))
    )
    op.create_table('consultations',
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('document', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_consultations'))
    )
    op.create_table('inbox',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('simulated', sa.Boolean(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox')),
    sqlite_with_rowid=False
    )
    op.create_table('questionnaires',
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('draft', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint("state in ('draft', 'open', 'closed')", name=op.f('ck_questionnaires_state')),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_questionnaires'))
    )
    op.create_table('receipts',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receipts')),
    sqlite_with_rowid=False
    )
    op.create_table('responses',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('simulated', sa.Boolean(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_responses')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_responses_slug'), 'responses', ['slug'])

    op.create_table('staff',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('password', sa.String(length=200), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff')),
    sa.UniqueConstraint('email', name=op.f('uq_staff_email'))
    )
    op.create_table('voices',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('part', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('simulated', sa.Boolean(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_voices')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_voices_slug'), 'voices', ['slug'])

    op.create_table('releases',
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('published', sa.DateTime(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('document', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['slug'], ['questionnaires.slug'], name=op.f('fk_releases_slug')),
    sa.PrimaryKeyConstraint('slug', 'number', name=op.f('pk_releases'))
    )
    op.create_table('sessions',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('staff', sa.String(length=36), nullable=False),
    sa.Column('ends', sa.DateTime(), nullable=False),
    sa.Column('seen', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['staff'], ['staff.id'], name=op.f('fk_sessions_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sessions'))
    )
    op.create_table('versions',
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('published', sa.Date(), nullable=False),
    sa.Column('document', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['slug'], ['questionnaires.slug'], name=op.f('fk_versions_slug')),
    sa.PrimaryKeyConstraint('slug', 'number', name=op.f('pk_versions'))
    )


def downgrade() -> None:
    op.drop_table('versions')
    op.drop_table('sessions')
    op.drop_table('releases')
    op.drop_index(op.f('ix_voices_slug'), table_name='voices')

    op.drop_table('voices')
    op.drop_table('staff')
    op.drop_index(op.f('ix_responses_slug'), table_name='responses')

    op.drop_table('responses')
    op.drop_table('receipts')
    op.drop_table('questionnaires')
    op.drop_table('inbox')
    op.drop_table('consultations')
    op.drop_table('attempts')

"""Codes of free texts: codebooks, codings by person, decisions, what was counted; and translations of quotes"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('codebooks',
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('second', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['slug'], ['questionnaires.slug'], name=op.f('fk_codebooks_slug')),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_codebooks'))
    )
    op.create_table('themes',
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('document', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['slug'], ['questionnaires.slug'], name=op.f('fk_themes_slug')),
    sa.PrimaryKeyConstraint('slug', 'id', name=op.f('pk_themes'))
    )
    op.create_table('codings',
    sa.Column('voice', sa.String(length=36), nullable=False),
    sa.Column('coder', sa.String(length=36), nullable=False),
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('themes', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('voice', 'coder', name=op.f('pk_codings')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_codings_slug'), 'codings', ['slug'], unique=False)
    op.create_table('decisions',
    sa.Column('voice', sa.String(length=36), nullable=False),
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('who', sa.String(length=36), nullable=False),
    sa.Column('themes', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('voice', name=op.f('pk_decisions')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_decisions_slug'), 'decisions', ['slug'], unique=False)
    op.create_table('counted',
    sa.Column('voice', sa.String(length=36), nullable=False),
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.PrimaryKeyConstraint('voice', name=op.f('pk_counted')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_counted_slug'), 'counted', ['slug'], unique=False)
    op.create_table('quotes',
    sa.Column('voice', sa.String(length=36), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('who', sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint('voice', 'language', name=op.f('pk_quotes')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_quotes_slug'), 'quotes', ['slug'], unique=False)


def downgrade():
    for name in ('quotes', 'counted', 'decisions', 'codings'):
        op.drop_index(op.f(f'ix_{name}_slug'), table_name=name)
        op.drop_table(name)
    op.drop_table('themes')
    op.drop_table('codebooks')

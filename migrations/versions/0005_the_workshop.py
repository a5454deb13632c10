"""The workshop: steps of drafts, guests, a glossary, a bank of questions; second factors, letters, a journal, mails"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('bank',
    sa.Column('id', sa.String(length=61), nullable=False),
    sa.Column('document', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank'))
    )
    op.create_table('glossary',
    sa.Column('term', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('words', sa.String(length=400), nullable=False),
    sa.PrimaryKeyConstraint('term', 'language', name=op.f('pk_glossary'))
    )
    op.create_table('journal',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('moment', sa.DateTime(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('slug', sa.String(length=61), nullable=True),
    sa.Column('what', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal'))
    )
    op.create_table('outbox',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('recipient', sa.String(length=200), nullable=False),
    sa.Column('subject', sa.String(length=400), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('next_try', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox'))
    )
    op.create_table('grants',
    sa.Column('staff', sa.String(length=36), nullable=False),
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['slug'], ['questionnaires.slug'], name=op.f('fk_grants_slug')),
    sa.ForeignKeyConstraint(['staff'], ['staff.id'], name=op.f('fk_grants_staff')),
    sa.PrimaryKeyConstraint('staff', 'slug', name=op.f('pk_grants'))
    )
    op.create_table('guests',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('ends', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['slug'], ['questionnaires.slug'], name=op.f('fk_guests_slug')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guests'))
    )
    op.create_table('letters',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('staff', sa.String(length=36), nullable=False),
    sa.Column('purpose', sa.String(length=10), nullable=False),
    sa.Column('ends', sa.DateTime(), nullable=False),
    sa.CheckConstraint("purpose in ('invitation', 'password')", name=op.f('ck_letters_purpose')),
    sa.ForeignKeyConstraint(['staff'], ['staff.id'], name=op.f('fk_letters_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letters'))
    )
    op.create_table('passkeys',
    sa.Column('id', sa.String(length=400), nullable=False),
    sa.Column('staff', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.Integer(), nullable=False),
    sa.Column('added', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['staff'], ['staff.id'], name=op.f('fk_passkeys_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkeys'))
    )
    op.create_index(op.f('ix_passkeys_staff'), 'passkeys', ['staff'], unique=False)
    op.create_table('recovery_codes',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('staff', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['staff'], ['staff.id'], name=op.f('fk_recovery_codes_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_codes'))
    )
    op.create_index(op.f('ix_recovery_codes_staff'), 'recovery_codes', ['staff'], unique=False)
    op.create_table('steps',
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('revision', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('moment', sa.DateTime(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('what', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=6), nullable=False),
    sa.Column('back', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("state in ('done', 'undone', 'undo', 'past')", name=op.f('ck_steps_state')),
    sa.ForeignKeyConstraint(['slug'], ['questionnaires.slug'], name=op.f('fk_steps_slug')),
    sa.PrimaryKeyConstraint('slug', 'revision', name=op.f('pk_steps'))
    )
    op.add_column('staff', sa.Column('totp', sa.String(length=64), nullable=True))
    op.add_column('staff', sa.Column('totp_used', sa.Integer(), nullable=True))
    op.create_table('publications',
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('moment', sa.DateTime(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['slug'], ['questionnaires.slug'], name=op.f('fk_publications_slug')),
    sa.PrimaryKeyConstraint('slug', 'number', name=op.f('pk_publications'))
    )


def downgrade():
    op.drop_table('publications')
    op.drop_column('staff', 'totp_used')
    op.drop_column('staff', 'totp')
    op.drop_table('steps')
    op.drop_index(op.f('ix_recovery_codes_staff'), table_name='recovery_codes')
    op.drop_table('recovery_codes')
    op.drop_index(op.f('ix_passkeys_staff'), table_name='passkeys')
    op.drop_table('passkeys')
    op.drop_table('letters')
    op.drop_table('guests')
    op.drop_table('grants')
    op.drop_table('outbox')
    op.drop_table('journal')
    op.drop_table('glossary')
    op.drop_table('bank')

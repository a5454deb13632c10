"""Registrations for events"""

import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('registrations',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('event', sa.String(length=61), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=9), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('companions', sa.JSON(), nullable=False),
    sa.Column('needs', sa.JSON(), nullable=False),
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('sequence', sa.Integer(), server_default='0', nullable=False),
    sa.Column('here', sa.Integer(), server_default='0', nullable=False),
    sa.Column('came', sa.DateTime(), nullable=True),
    sa.Column('reminded', sa.Date(), nullable=True),
    sa.CheckConstraint("state in ('confirmed', 'waiting', 'cancelled')", name=op.f('ck_registrations_state')),
    sa.CheckConstraint("seats > 0", name=op.f('ck_registrations_seats')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registrations')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_registrations_event_number', 'registrations', ['event', 'number'], unique=True)
    op.create_index('ix_registrations_token', 'registrations', ['token'], unique=True)


def downgrade():
    op.drop_table('registrations')

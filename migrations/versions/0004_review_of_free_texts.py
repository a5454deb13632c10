"""Free texts get a state: new until a person has read them, then shown or refused

All texts that are there already are new: nobody has read them for publication.
"""

from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        "ALTER TABLE voices ADD COLUMN state VARCHAR(8) DEFAULT 'new' NOT NULL"
        " CONSTRAINT ck_voices_state CHECK (state in ('new', 'shown', 'refused'))"
    )


def downgrade():
    op.execute("ALTER TABLE voices DROP COLUMN state")

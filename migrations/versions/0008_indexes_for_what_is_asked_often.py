"""Indexes for what the job runner and the pages of free texts ask often; the plans stand in tests/store/test_plans.py"""

from app.store.expanding import add_index, drop_index


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade():
    add_index('ix_inbox_slug', 'inbox', 'slug')
    add_index('ix_responses_slug_id', 'responses', 'slug', 'id')
    drop_index('ix_responses_slug', 'responses')
    add_index('ix_voices_slug_state_id', 'voices', 'slug', 'state', 'id')
    add_index('ix_voices_slug_question_language', 'voices', 'slug', 'question', 'language')
    drop_index('ix_voices_slug', 'voices')


def downgrade():
    add_index('ix_voices_slug', 'voices', 'slug')
    drop_index('ix_voices_slug_question_language', 'voices')
    drop_index('ix_voices_slug_state_id', 'voices')
    add_index('ix_responses_slug', 'responses', 'slug')
    drop_index('ix_responses_slug_id', 'responses')
    drop_index('ix_inbox_slug', 'inbox')

"""Conversations: statements, votes on their way, sealed ballots, and what is published of them

On SQLite what waits lies in the file of the inbox, where migrate.py makes the tables that are missing.
"""

import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

STATES = "state in ('proposed', 'accepted', 'refused')"
KEPT = ('statements', 'statements_shown', 'ballots', 'conversation_rounds', 'conversation_epochs',
        'conversation_releases')

# A vote may be given again, and then counts as it was given last. Nobody but these functions reaches what waits.
VOTE = """
create function public.submit_vote(
    p_ballot text, p_statement text, p_conversation text, p_value integer, p_simulated boolean
) returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into public.votes_waiting (ballot, statement, conversation, value, simulated, settled)
    values (p_ballot, p_statement, p_conversation, p_value, p_simulated, false)
    on conflict (ballot, statement) do update set value = excluded.value, settled = false;
    return 'kept';
end
$$
"""
VOTE_SIGNATURE = 'public.submit_vote(text, text, text, integer, boolean)'

SUGGEST = """
create function public.submit_suggestion(
    p_conversation text, p_language text, p_words text, p_receipt text, p_week date
) returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into public.receipts (id, week) values (p_receipt, p_week) on conflict do nothing;
    if not found then
        return 'again';
    end if;
    insert into public.suggestions_waiting (id, conversation, language, words, settled)
    values (gen_random_uuid()::text, p_conversation, p_language, p_words, false);
    return 'kept';
end
$$
"""
SUGGEST_SIGNATURE = 'public.submit_suggestion(text, text, text, text, date)'


def upgrade():
    op.create_table('statements',
    sa.Column('id', sa.String(length=12), nullable=False),
    sa.Column('conversation', sa.String(length=61), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('source', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('origin', sa.String(length=200), nullable=False),
    sa.Column('theme', sa.String(length=200), nullable=False),
    sa.Column('merged_into', sa.String(length=12), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint(STATES, name=op.f('ck_statements_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statements')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_statements_conversation', 'statements', ['conversation', 'state'], unique=False)
    op.create_table('statements_shown',
    sa.Column('id', sa.String(length=12), nullable=False),
    sa.Column('conversation', sa.String(length=61), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('source', sa.String(length=16), nullable=False),
    sa.Column('theme', sa.String(length=200), nullable=False),
    sa.Column('origin', sa.String(length=200), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statements_shown')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_statements_shown_conversation'), 'statements_shown', ['conversation'], unique=False)
    op.create_table('ballots',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('conversation', sa.String(length=61), nullable=False),
    sa.Column('epoch', sa.Integer(), nullable=False),
    sa.Column('simulated', sa.Boolean(), nullable=False),
    sa.Column('votes', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ballots')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_ballots_conversation_id', 'ballots', ['conversation', 'id'], unique=False)
    op.create_table('conversation_rounds',
    sa.Column('conversation', sa.String(length=61), nullable=False),
    sa.Column('moment', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('conversation', name=op.f('pk_conversation_rounds'))
    )
    op.create_table('conversation_epochs',
    sa.Column('conversation', sa.String(length=61), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('moment', sa.DateTime(), nullable=False),
    sa.Column('closing', sa.Boolean(), nullable=False),
    sa.Column('ballots', sa.Integer(), nullable=False),
    sa.Column('statements', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('conversation', 'number', name=op.f('pk_conversation_epochs'))
    )
    op.create_table('conversation_releases',
    sa.Column('conversation', sa.String(length=61), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('published', sa.DateTime(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('document', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('conversation', 'number', name=op.f('pk_conversation_releases'))
    )
    if op.get_bind().dialect.name == 'postgresql':
        _waiting()
        for function, signature in ((VOTE, VOTE_SIGNATURE), (SUGGEST, SUGGEST_SIGNATURE)):
            op.execute(function)
            op.execute(f'revoke all on function {signature} from public')
        op.execute('create trigger conversation_releases_stay before update or delete or truncate '
                   'on conversation_releases for each statement execute function public.releases_stay()')
    else:
        for what in ('update', 'delete'):
            op.execute(f"create trigger conversation_releases_{what} before {what} on conversation_releases "
                       "begin select raise(abort, 'A release is never changed.'); end")


def _waiting():
    op.create_table('votes_waiting',
    sa.Column('ballot', sa.String(length=36), nullable=False),
    sa.Column('statement', sa.String(length=12), nullable=False),
    sa.Column('conversation', sa.String(length=61), nullable=False),
    sa.Column('value', sa.SmallInteger(), nullable=False),
    sa.Column('simulated', sa.Boolean(), nullable=False),
    sa.Column('settled', sa.Boolean(), nullable=False),
    sa.CheckConstraint('value in (-1, 0, 1)', name=op.f('ck_votes_waiting_value')),
    sa.PrimaryKeyConstraint('ballot', 'statement', name=op.f('pk_votes_waiting'))
    )
    op.create_table('suggestions_waiting',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('conversation', sa.String(length=61), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('settled', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suggestions_waiting'))
    )


def downgrade():
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(f'drop function {VOTE_SIGNATURE}')
        op.execute(f'drop function {SUGGEST_SIGNATURE}')
        op.drop_table('votes_waiting')
        op.drop_table('suggestions_waiting')
    for name in reversed(KEPT):
        op.drop_table(name)

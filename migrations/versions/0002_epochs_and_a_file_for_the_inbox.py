"""Epochs, codes and a file of its own for the inbox

Sealed answers get epoch 1 and the group of their language only: in which other groups their authors counted was not
kept. Releases made before are removed: their counts are exact, and beside a protected release they would give people
away. On SQLite the answers that wait move to a second file, x-inbox.db beside x.db, which is written and on disk before
anything is dropped here, so that a migration interrupted anywhere can simply run again.
"""

import sqlite3
from datetime import datetime, timezone
from pathlib import Path

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

INBOX_FILE = """
CREATE TABLE IF NOT EXISTS inbox (
    id VARCHAR(36) NOT NULL,
    slug VARCHAR(61) NOT NULL,
    version INTEGER NOT NULL,
    language VARCHAR(16) NOT NULL,
    simulated BOOLEAN NOT NULL,
    answers JSON NOT NULL,
    CONSTRAINT pk_inbox PRIMARY KEY (id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS receipts (
    id VARCHAR(64) NOT NULL,
    week DATE NOT NULL,
    CONSTRAINT pk_receipts PRIMARY KEY (id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS codes (
    id VARCHAR(64) NOT NULL,
    slug VARCHAR(61) NOT NULL,
    once BOOLEAN NOT NULL,
    CONSTRAINT pk_codes PRIMARY KEY (id)
) WITHOUT ROWID;
"""

# The one way in for answers: who may only execute it can neither read nor change nor delete what is there.
SUBMIT = """
create function public.submit(
    p_slug text, p_version integer, p_language text, p_simulated boolean, p_answers json,
    p_receipt text, p_week date, p_code text
) returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into public.receipts (id, week) values (p_receipt, p_week) on conflict do nothing;
    if not found then
        return 'again';
    end if;
    if p_code is not null then
        delete from public.codes where id = p_code and slug = p_slug and once;
        if not found and not exists (
            select from public.codes where id = p_code and slug = p_slug and not once
        ) then
            delete from public.receipts where id = p_receipt;
            return 'code';
        end if;
    end if;
    insert into public.inbox (id, slug, version, language, simulated, answers)
    values (gen_random_uuid()::text, p_slug, p_version, p_language, p_simulated, p_answers);
    return 'kept';
end
$$
"""

SIGNATURE = 'public.submit(text, integer, text, boolean, json, text, date, text)'


def upgrade() -> None:
    op.add_column('questionnaires', sa.Column('last_day', sa.Date(), nullable=True))
    op.add_column('questionnaires', sa.Column('codes_made', sa.Integer(), nullable=True))
    op.create_table('epochs',
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('moment', sa.DateTime(), nullable=False),
    sa.Column('groups', sa.Boolean(), nullable=False),
    sa.Column('closing', sa.Boolean(), nullable=False),
    sa.Column('sheets', sa.Integer(), nullable=False),
    sa.Column('identical', sa.JSON(), nullable=False),
    sa.Column('codes_left', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=True),
    sa.Column('held_back', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['slug'], ['questionnaires.slug'], name=op.f('fk_epochs_slug')),
    sa.PrimaryKeyConstraint('slug', 'number', name=op.f('pk_epochs'))
    )
    op.create_table('sealing',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sealing')),
    sqlite_with_rowid=False
    )
    _first_epochs()
    _seal_anew()
    op.execute('delete from releases')
    if op.get_bind().dialect.name == 'sqlite':
        _move_inbox()
        _append_only_sqlite()
    else:
        _widen_inbox()
        _append_only_postgresql()


def _first_epochs() -> None:
    """What is sealed already is the first epoch of its questionnaire."""
    bind = op.get_bind()
    epochs = sa.table('epochs', *(sa.column(name) for name in ('slug', 'number', 'groups', 'closing', 'sheets')),
                      sa.column('moment', sa.DateTime), sa.column('identical', sa.JSON))
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    known = 'select slug, count(*) from responses where slug in (select slug from questionnaires) group by slug'
    for slug, sheets in bind.execute(sa.text(known)).all():
        bind.execute(epochs.insert().values(slug=slug, number=1, moment=now, groups=False, closing=False,
                                            sheets=sheets, identical=[]))


def _seal_anew() -> None:
    """The table is made anew because SQLite cannot change one: it has no ALTER COLUMN."""
    group = 'json_object(\'language\', json_array(language))'
    if op.get_bind().dialect.name == 'postgresql':
        group = 'json_build_object(\'language\', json_build_array(language))'
    op.execute(f'create temporary table before as select id, slug, simulated, {group} as grouped, answers from responses')
    op.drop_index(op.f('ix_responses_slug'), table_name='responses')
    op.drop_table('responses')
    op.create_table('responses',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('epoch', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('simulated', sa.Boolean(), nullable=False),
    sa.Column('groups', sa.JSON(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_responses')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_responses_slug'), 'responses', ['slug'])
    op.execute('insert into responses (id, slug, epoch, version, simulated, groups, answers) '
               'select id, slug, 1, 1, simulated, grouped, answers from before order by id')
    op.execute('drop table before')


def _move_inbox() -> None:
    bind = op.get_bind()
    main = Path(bind.execute(sa.text("select file from pragma_database_list where name = 'main'")).scalar_one())
    inbox = bind.execute(sa.text('select id, slug, version, language, simulated, answers from inbox')).all()
    receipts = bind.execute(sa.text('select id, week from receipts')).all()
    beside = sqlite3.connect(main.with_name(f'{main.stem}-inbox{main.suffix}'), isolation_level=None)
    for pragma in ('journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON'):
        beside.execute(f'pragma {pragma}')
    beside.executescript(INBOX_FILE)
    beside.execute('begin immediate')
    beside.executemany('insert or ignore into inbox values (?, ?, ?, ?, ?, ?)', [tuple(row) for row in inbox])
    beside.executemany('insert or ignore into receipts values (?, ?)', [tuple(row) for row in receipts])
    beside.execute('commit')
    beside.close()
    op.drop_table('inbox')
    op.drop_table('receipts')


def _widen_inbox() -> None:
    op.drop_column('inbox', 'week')
    op.create_table('codes',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('slug', sa.String(length=61), nullable=False),
    sa.Column('once', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_codes'))
    )
    op.execute(SUBMIT)
    op.execute(f'revoke all on function {SIGNATURE} from public')


def _append_only_sqlite() -> None:
    for what in ('update', 'delete'):
        op.execute(f"create trigger releases_{what} before {what} on releases "
                   "begin select raise(abort, 'A release is never changed.'); end")


def _append_only_postgresql() -> None:
    op.execute("create function public.releases_stay() returns trigger language plpgsql as "
               "$$ begin raise exception 'A release is never changed.'; end $$")
    op.execute('create trigger releases_stay before update or delete or truncate on releases '
               'for each statement execute function public.releases_stay()')


def downgrade() -> None:
    raise RuntimeError('Answers that were sealed into groups and epochs cannot be parted again: restore the backup made before the upgrade.')

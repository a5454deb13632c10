"""Consultations become documents; the steps, guests and PDF files of documents; how often one was published"""

import datetime as dt
import re

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('documents', sa.Column('edition', sa.Integer(), server_default='0', nullable=False))
    op.create_table('papers',
    sa.Column('consultation', sa.String(length=61), nullable=False),
    sa.Column('paper', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('bytes', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('consultation', 'paper', 'language', name=op.f('pk_papers'))
    )
    op.create_table('document_steps',
    sa.Column('slug', sa.String(length=82), nullable=False),
    sa.Column('revision', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('moment', sa.DateTime(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('what', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=6), nullable=False),
    sa.Column('back', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("state in ('done', 'undone', 'undo', 'past')", name=op.f('ck_document_steps_state')),
    sa.PrimaryKeyConstraint('slug', 'revision', name=op.f('pk_document_steps'))
    )
    op.create_table('document_guests',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('slug', sa.String(length=82), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('ends', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_guests'))
    )
    _copy()


def _copy():
    """The table `consultations` stays for the program before this one; the next release drops it."""
    before = sa.table('consultations', sa.column('slug'), sa.column('document', sa.JSON))
    after = sa.table('documents', *(sa.column(name) for name in ('kind', 'slug', 'state', 'revision', 'edition')),
                     sa.column('draft', sa.JSON), sa.column('published', sa.JSON),
                     sa.column('since', sa.Date), sa.column('changed', sa.Date))
    today = dt.date.today()
    for slug, document in op.get_bind().execute(sa.select(before.c.slug, before.c.document)).all():
        words = _as_document(slug, document)
        op.get_bind().execute(after.insert().values(
            kind='consultation', slug=slug, state='published', revision=1, edition=1, draft=words, published=words,
            since=today, changed=today))


def _as_document(slug, was):
    """As the program writes a document: what has its default is left out."""
    title = was.get('title', {})
    languages = [tag for tag, words in title.items() if tag != '#' and words] or ['de']
    document = {'slug': slug, 'languages': languages if languages != ['de'] else None, 'title': title, 'intro': was.get('intro', {}),
                'phases': list(_phases(was.get('phases', []))), 'questionnaires': was.get('questionnaires', []),
                'population': was.get('population')}
    source = {} if 'de' in languages else {'source': languages[0]}
    return {**{name: value for name, value in document.items() if value}, **source}


def _phases(every):
    seen = set()
    for number, was in enumerate(every, 1):
        id = was.get('id', '')
        id = id if re.fullmatch('[a-z][a-z0-9_-]{0,39}', id) and id not in seen else f'phase-{number}'
        seen.add(id)
        names = {'title': 'title', 'text': 'text', 'from': 'start', 'to': 'end', 'time': 'time', 'place': 'place'}
        yield {'id': id, **{name: was[old] for old, name in names.items() if was.get(old)}}


def downgrade():
    op.drop_table('document_guests')
    op.drop_table('document_steps')
    op.drop_table('papers')
    op.drop_column('documents', 'edition')

"""The tables. What could tell who answered when is not in them: no time finer than a week, no address, no order.

Answer tables have random keys and no row number (WITHOUT ROWID on SQLite). Nothing refers to them. On SQLite the tables
of WAITING lie in a file of their own, so that answering needs to open no other.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from app.store.check_in_tables import check_ins as check_ins
from app.store.conversation_tables import ballots as ballots
from app.store.conversation_tables import conversation_epochs as conversation_epochs
from app.store.conversation_tables import conversation_releases as conversation_releases
from app.store.conversation_tables import conversation_rounds as conversation_rounds
from app.store.conversation_tables import opinions as opinions
from app.store.conversation_tables import statements as statements
from app.store.conversation_tables import statements_shown as statements_shown
from app.store.conversation_tables import suggestions_waiting as suggestions_waiting
from app.store.conversation_tables import votes_waiting as votes_waiting
from app.store.document_tables import document_guests as document_guests
from app.store.document_tables import document_steps as document_steps
from app.store.document_tables import documents as documents
from app.store.document_tables import papers as papers
from app.store.event_tables import registrations as registrations
from app.store.metadata import metadata as metadata
from app.store.people_tables import attempts as attempts
from app.store.people_tables import grants as grants
from app.store.people_tables import journal as journal
from app.store.people_tables import letters as letters
from app.store.people_tables import outbox as outbox
from app.store.people_tables import passkeys as passkeys
from app.store.people_tables import recovery_codes as recovery_codes
from app.store.people_tables import sessions as sessions
from app.store.people_tables import staff as staff
from app.store.request_tables import extracts as extracts
from app.store.request_tables import requests as requests
from app.store.subscription_tables import mailed_news as mailed_news
from app.store.subscription_tables import subscriptions as subscriptions
from app.store.text_tables import codebooks as codebooks
from app.store.text_tables import codings as codings
from app.store.text_tables import counted as counted
from app.store.text_tables import decisions as decisions
from app.store.text_tables import quotes as quotes
from app.store.text_tables import themes as themes

# -- what is asked

questionnaires = Table(
    "questionnaires",
    metadata,
    Column("slug", String(61), primary_key=True),
    Column("state", String(10), CheckConstraint("state in ('draft', 'open', 'closed')", "state"), nullable=False),
    Column("draft", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("last_day", Date),  # after it the job runner closes it
    Column("codes_made", Integer),  # printed codes; how many are left is never counted live
)

versions = Table(  # never changed once written
    "versions",
    metadata,
    Column("slug", String(61), ForeignKey("questionnaires.slug"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("published", Date, nullable=False),
    Column("document", JSON, nullable=False),
)

publications = Table(  # who published a version and when: for staff, so not in the version, which all may read
    "publications",
    metadata,
    Column("slug", String(61), ForeignKey("questionnaires.slug"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("moment", DateTime(timezone=False), nullable=False),
    Column("who", String(200), nullable=False),
)

steps = Table(  # each change of a draft: who, when, what in words, and for the newest ones the way back
    "steps",
    metadata,
    Column("slug", String(61), ForeignKey("questionnaires.slug"), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),  # the one it led to
    Column("moment", DateTime(timezone=False), nullable=False),
    Column("who", String(200), nullable=False),
    Column("what", JSON, nullable=False),  # a sentence and its values
    Column(
        "state",
        String(6),
        CheckConstraint("state in ('done', 'undone', 'undo', 'past')", "state"),
        nullable=False,
    ),
    Column("back", LargeBinary),  # how to change the draft back, compressed; null for all but the last 50
)

guests = Table(  # links for translators without an account; the key is a hash of the link's token
    "guests",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("slug", String(61), ForeignKey("questionnaires.slug"), nullable=False),
    Column("language", String(16), nullable=False),
    Column("name", String(200), nullable=False),  # who it was made for
    Column("made_by", String(200), nullable=False),
    Column("ends", DateTime(timezone=False), nullable=False),
)

glossary = Table(  # how a term is always translated
    "glossary",
    metadata,
    Column("term", String(200), primary_key=True),  # in German
    Column("language", String(16), primary_key=True),
    Column("words", String(400), nullable=False),
)

bank = Table(  # questions to use again: those staff put in; what comes with the program are files
    "bank",
    metadata,
    Column("id", String(61), primary_key=True),
    Column("document", JSON, nullable=False),
)

consultations = Table(  # until migration 0010; now among the documents. The next release drops it
    "consultations",
    metadata,
    Column("slug", String(61), primary_key=True),
    Column("document", JSON, nullable=False),
)

# -- what was answered

inbox = Table(  # waiting for the next seal; emptied by it
    "inbox",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("slug", String(61), nullable=False),
    Column("version", Integer, nullable=False),
    Column("language", String(16), nullable=False),
    Column("simulated", Boolean, nullable=False),
    Column("answers", JSON, nullable=False),
    Index("ix_inbox_slug", "slug"),  # the job runner counts every few seconds, and reads no answer for it
    sqlite_with_rowid=False,
)

receipts = Table(  # that a form was sent, so that sending it again counts once; says nothing of what it held
    "receipts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("week", Date, nullable=False),
    sqlite_with_rowid=False,
)

codes = Table(  # keyed hashes of the codes one may answer with; a printed one is deleted when it is used
    "codes",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("slug", String(61), nullable=False),
    Column("once", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

WAITING = (inbox, receipts, codes, votes_waiting, suggestions_waiting)

sealing = Table(  # keys of inbox rows that are sealed and still to be deleted: two SQLite files cannot commit as one
    "sealing",
    metadata,
    Column("id", String(36), primary_key=True),
    sqlite_with_rowid=False,
)

responses = Table(  # sealed: shuffled, new keys, codes only; `groups` are frozen when it is sealed
    "responses",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("slug", String(61), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("version", Integer, nullable=False),  # of the questionnaire: later ones may offer other answers
    Column("simulated", Boolean, nullable=False),
    Column("groups", JSON, nullable=False),
    Column("answers", JSON, nullable=False),
    Index("ix_responses_slug_id", "slug", "id"),  # read in order without sorting a million of them on the disk
    sqlite_with_rowid=False,
)

voices = Table(  # free texts, each alone
    "voices",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("slug", String(61), nullable=False),
    Column("question", String(40), nullable=False),
    Column("part", String(40), nullable=False),
    Column("language", String(16), nullable=False),
    Column("simulated", Boolean, nullable=False),
    Column("words", Text, nullable=False),
    Column(
        "state",
        String(8),
        CheckConstraint("state in ('new', 'shown', 'refused')", "state"),
        nullable=False,
        server_default="new",  # until a person has read it
    ),
    Index("ix_voices_slug_state_id", "slug", "state", "id"),  # the next texts to read
    Index("ix_voices_slug_question_language", "slug", "question", "language"),  # where somebody wrote
    sqlite_with_rowid=False,
)

# -- what is published

epochs = Table(  # each seal, and what the release made of it may say
    "epochs",
    metadata,
    Column("slug", String(61), ForeignKey("questionnaires.slug"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("moment", DateTime(timezone=False), nullable=False),
    Column("groups", Boolean, nullable=False),
    Column("closing", Boolean, nullable=False),
    Column("sheets", Integer, nullable=False),
    Column("identical", JSON, nullable=False),
    Column("codes_left", Integer),
    Column("version", Integer),  # in whose words it is released; null: the newest
    Column("held_back", JSON),  # groups the gate held back, for staff; null until released
)

releases = Table(  # append only, by trigger
    "releases",
    metadata,
    Column("slug", String(61), ForeignKey("questionnaires.slug"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("published", DateTime(timezone=False), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("document", JSON, nullable=False),
)

trials = Table(  # what attacks on a draft, answered by invented people, found out; the newest of each questionnaire
    "trials",
    metadata,
    Column("slug", String(61), ForeignKey("questionnaires.slug"), primary_key=True),
    Column("revision", Integer, nullable=False),  # of the draft
    Column(
        "state",
        String(7),
        CheckConstraint("state in ('waiting', 'running', 'done', 'failed')", "state"),
        nullable=False,
    ),
    Column("report", JSON, nullable=False),
)

"""The tables of what staff make of free texts: codebooks, who found which themes in a text, translations of quotes.

What hangs on a text is kept like an answer: under the text's random key, without a time and without a row number.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from app.store.metadata import metadata

codebooks = Table(  # how a questionnaire's texts are coded
    "codebooks",
    metadata,
    Column("slug", String(61), ForeignKey("questionnaires.slug"), primary_key=True),
    Column("second", Integer, nullable=False),  # percent of the texts a second person codes, too
)

themes = Table(  # those staff added to the fields of the concept
    "themes",
    metadata,
    Column("slug", String(61), ForeignKey("questionnaires.slug"), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("document", JSON, nullable=False),
)

codings = Table(  # the themes one person found in one text
    "codings",
    metadata,
    Column("voice", String(36), primary_key=True),
    Column("coder", String(36), primary_key=True),  # an account
    Column("slug", String(61), nullable=False, index=True),
    Column("themes", JSON, nullable=False),
    sqlite_with_rowid=False,
)

decisions = Table(  # what holds where two people found different themes
    "decisions",
    metadata,
    Column("voice", String(36), primary_key=True),
    Column("slug", String(61), nullable=False, index=True),
    Column("who", String(36), nullable=False),
    Column("themes", JSON, nullable=False),
    sqlite_with_rowid=False,
)

counted = Table(  # texts whose themes a release has counted
    "counted",
    metadata,
    Column("voice", String(36), primary_key=True),
    Column("slug", String(61), nullable=False, index=True),
    sqlite_with_rowid=False,
)

quotes = Table(  # a text in another language, as staff wrote it
    "quotes",
    metadata,
    Column("voice", String(36), primary_key=True),
    Column("language", String(16), primary_key=True),
    Column("slug", String(61), nullable=False, index=True),
    Column("words", Text, nullable=False),
    Column("who", String(36), nullable=False),
    sqlite_with_rowid=False,
)

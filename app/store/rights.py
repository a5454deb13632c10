"""What each part of the web process may do with the tables; both databases refuse everything else.

PostgreSQL gets these as grants (roles.py), SQLite as an authorizer asked about every statement (engine.py). On SQLite
that stops mistakes and injected SQL, not someone who runs their own code as our user: all parts share its two files.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

Rights = Mapping[str, Mapping[str, tuple[str, ...]]]  # table: what may be done: to which columns

EVERY = ("*",)
READ = {"select": EVERY}
KEEP = {"select": EVERY, "insert": EVERY, "update": EVERY}
ALL = {**KEEP, "delete": EVERY}

# PostgreSQL's role for answering may only execute submit() and its likes, which do this by themselves.
ANSWER: Rights = {
    "inbox": {"insert": EVERY},
    "receipts": {"insert": EVERY},
    "codes": {"select": EVERY, "delete": EVERY},
    "votes_waiting": {"insert": EVERY},
    "suggestions_waiting": {"insert": EVERY},
}

PUBLIC: Rights = {
    "questionnaires": {"select": ("slug", "state", "last_day")},  # not the draft
    "versions": READ,
    "releases": READ,
    "consultations": READ,  # until the next release: the program before this one reads it while it is replaced
    "documents": {"select": ("kind", "slug", "state", "published", "since", "changed", "edition")},  # not the draft
    "papers": READ,
    "statements_shown": READ,
    "conversation_releases": READ,
    "alembic_version": READ,  # whether the schema is that of the program
}

# Who comes to an event, and who wants mails: names, but nothing anyone answered.
REGISTER: Rights = {
    "documents": PUBLIC["documents"],
    "registrations": KEEP,
    "outbox": {"insert": EVERY},
    "subscriptions": ALL,
}

STAFF: Rights = {
    "questionnaires": KEEP,
    "versions": {"select": EVERY, "insert": EVERY},
    "consultations": ALL,
    "documents": ALL,
    "document_steps": ALL,
    "document_guests": ALL,
    "papers": ALL,
    "statements": ALL,
    "statements_shown": ALL,
    "opinions": ALL,
    "conversation_epochs": READ,
    "conversation_releases": READ,
    "codes": {"select": ("slug",), "insert": EVERY, "delete": EVERY},
    "epochs": READ,
    "releases": READ,
    "trials": ALL,
    "voices": {"select": EVERY, "update": ("state",)},  # free texts, apart from all other answers
    "codebooks": KEEP,
    "themes": ALL,
    "codings": ALL,
    "decisions": ALL,
    "quotes": ALL,
    "counted": READ,  # the job runner writes it with a release
    "publications": {"select": EVERY, "insert": EVERY},
    "steps": ALL,
    "guests": ALL,
    "glossary": ALL,
    "bank": ALL,
    "staff": KEEP,
    "sessions": ALL,
    "attempts": ALL,
    "passkeys": ALL,
    "recovery_codes": ALL,
    "letters": ALL,
    "grants": ALL,
    "journal": {"select": EVERY, "insert": EVERY},
    "outbox": ALL,
    "subscriptions": {"select": EVERY, "delete": EVERY},  # for the process that sends mails
    "mailed_news": {"select": EVERY, "insert": EVERY},
    "requests": KEEP,
    "registrations": ALL,
    "check_ins": ALL,
    "extracts": {"select": EVERY, "delete": EVERY},  # only the job runner, which reads answers, writes them
}

ANYWAY = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT}
ACTIONS = {
    sqlite3.SQLITE_READ: "select",
    sqlite3.SQLITE_INSERT: "insert",
    sqlite3.SQLITE_UPDATE: "update",
    sqlite3.SQLITE_DELETE: "delete",
}
FUNCTIONS = {"coalesce", "count", "lower", "max", "min", "sum", "->>"}

Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]


def authorizer(rights: Rights) -> Authorizer:
    """What SQLite asks before it runs a statement: it may do what `rights` name, and nothing besides."""

    def judge(action: int, first: str | None, second: str | None, *_: str | None) -> int:
        if action in ANYWAY:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION:
            return sqlite3.SQLITE_OK if second in FUNCTIONS else sqlite3.SQLITE_DENY
        if first == "json_each":  # reads what the statement is given and nothing else
            return sqlite3.SQLITE_OK
        columns = rights.get(first or "", {}).get(ACTIONS.get(action, ""), ())
        # Counting rows reads no column; whoever may read one may count.
        allowed = columns == EVERY or second in columns or (bool(columns) and not second)
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    return judge

"""The four roles of PostgreSQL as which the web process works, so that it cannot do more than it must.

    mitsprache_answer   may execute submit(), which takes one response, and two like it for a vote and a suggested
                        statement; no table is open to it
    mitsprache_public   reads what is published
    mitsprache_register takes registrations for events and subscriptions of news; no answers
    mitsprache_staff    drafts, accounts, codes; no answers

The owner of the database does migrations, commands and the job runner. Roles belong to the whole server: two instances
on one server share them, and their passwords.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from app.store.rights import EVERY, PUBLIC, REGISTER, STAFF, Rights

ANSWER_ROLE, PUBLIC_ROLE, STAFF_ROLE, REGISTER_ROLE = ROLES = (
    "mitsprache_answer",
    "mitsprache_public",
    "mitsprache_staff",
    "mitsprache_register",
)

SUBMIT = "public.submit(text, integer, text, boolean, json, text, date, text)"
VOTE = "public.submit_vote(text, text, text, integer, boolean)"
SUGGEST = "public.submit_suggestion(text, text, text, text, date)"
TABLES: dict[str, Rights] = {ANSWER_ROLE: {}, PUBLIC_ROLE: PUBLIC, STAFF_ROLE: STAFF, REGISTER_ROLE: REGISTER}
WORK = {
    ANSWER_ROLE: f"select has_function_privilege('{SUBMIT}', 'execute')",
    PUBLIC_ROLE: "select has_table_privilege('public.versions', 'select')",
    STAFF_ROLE: "select has_table_privilege('public.versions', 'insert')",
    REGISTER_ROLE: "select has_table_privilege('public.outbox', 'insert')",
}
MODEST = "login nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls"


def existing(db: Connection) -> set[str]:
    return set(db.scalars(text("select rolname from pg_roles where rolname like 'mitsprache\\_%'"))) & set(ROLES)


def create(db: Connection) -> list[str]:
    """Create the roles that are missing, without a password; returns their names."""
    missing = [role for role in ROLES if role not in existing(db)]
    for role in missing:
        db.execute(text(f"create role {role} {MODEST}"))
    return missing


def new_password(db: Connection, role: str) -> str:
    """Give a role a new random password. Only its salted hash is sent, so that no log of the server can show it."""
    password = secrets.token_urlsafe(32)
    connection: Any = db.connection.driver_connection
    hashed = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    db.exec_driver_sql(f"alter role {role} password '{hashed}'")
    return password


def grant(db: Connection) -> None:
    """Give the roles that exist what they may do, and take everything else from them and from everybody."""
    there = existing(db)
    for statement in _statements(there, str(db.scalar(text("select quote_ident(current_database())")))):
        db.execute(text(statement))


def _statements(there: set[str], database: str) -> Iterator[str]:
    everybody = ", ".join(["public", *sorted(there)])
    for what in ("tables", "sequences", "functions"):
        yield f"revoke all on all {what} in schema public from {everybody}"
    yield f"revoke all on schema public from {everybody}"
    yield f"revoke all on database {database} from {everybody}"
    for role in sorted(there):
        yield f"grant connect on database {database} to {role}"
        yield f"grant usage on schema public to {role}"
        for table, allowed in TABLES[role].items():
            for what, columns in allowed.items():
                these = "" if columns == EVERY else f" ({', '.join(columns)})"
                yield f"grant {what}{these} on public.{table} to {role}"
    if ANSWER_ROLE in there:
        for function in (SUBMIT, VOTE, SUGGEST):
            yield f"grant execute on function {function} to {ANSWER_ROLE}"


def refused(engine: Engine, role: str) -> str:
    """Why the server does not let this role in, or not do its work; "" if it does, or does not answer at all now."""
    if engine.dialect.name != "postgresql":
        return ""
    try:
        with engine.connect() as db:
            return "" if db.scalar(text(WORK[role])) else "It has no rights here."
    except OperationalError as error:
        return str(error.orig) if _answers(engine) else ""


def _answers(engine: Engine) -> bool:
    """Whether there is a server that takes connections, from whomever."""
    from psycopg.conninfo import make_conninfo  # which an installation on SQLite never loads
    from psycopg.pq import PGconn, Ping

    _, given = engine.dialect.create_connect_args(engine.url)
    where = {name: str(value) for name, value in given.items() if isinstance(value, (str, int))}
    return PGconn.ping(make_conninfo(**where).encode()) == Ping.OK

"""What a running PostgreSQL says of itself: its settings, its extensions, and what its roles may do."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from app.store.rights import EVERY
from app.store.roles import ANSWER_ROLE, SUBMIT, TABLES

# One row for each column of each table, with what the role may do there.
MAY = text("""
select c.relname as "table", a.attname as "column",
    has_column_privilege(:role, c.oid, a.attnum, 'select') as "select",
    has_column_privilege(:role, c.oid, a.attnum, 'insert') as "insert",
    has_column_privilege(:role, c.oid, a.attnum, 'update') as "update",
    has_table_privilege(:role, c.oid, 'delete') as "delete",
    has_table_privilege(:role, c.oid, 'truncate') as "truncate"
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
order by c.relname, a.attnum
""")
ACTIONS = ("select", "insert", "update", "delete", "truncate")


def settings(db: Connection) -> dict[str, str]:
    """As `show` says them; without those PostgreSQL shows only to administrators and pg_read_all_settings."""
    rows = db.execute(text("select name, current_setting(name) as value from pg_settings"))
    return {row.name: row.value for row in rows}


def extensions(db: Connection) -> set[str]:
    return set(db.scalars(text("select extname from pg_extension")))


def powers(db: Connection) -> list[str]:
    """What the role we are may do beyond owning its database."""
    names = ("super", "createrole", "createdb", "replication", "bypassrls")
    asked = ", ".join(f"rol{name}" for name in names)
    row = db.execute(text(f"select {asked} from pg_roles where rolname = current_user")).one()  # noqa: S608  names
    return [name for name, has in zip(names, row, strict=True) if has]


def other_rights(db: Connection, role: str) -> Iterator[str]:
    """Where a role may do more or less than rights.py says: "+ select codes.slug", "- insert outbox.id"."""
    answers = text("select has_function_privilege(:role, :submit, 'execute')")
    if db.scalar(answers, {"role": role, "submit": SUBMIT}) != (role == ANSWER_ROLE):
        yield "execute submit"
    for row in db.execute(MAY, {"role": role}).mappings():
        allowed = TABLES[role].get(row["table"], {})
        for action in ACTIONS:
            columns = allowed.get(action, ())
            if row[action] != (columns == EVERY or row["column"] in columns):
                yield f"{'+' if row[action] else '-'} {action} {row['table']}.{row['column']}"

"""Bringing a database to the newest schema."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from app.store import roles
from app.store.engine import ATTACHED, alone, reading
from app.store.expanding import until_it_may
from app.store.schema import SCRIPTS, known, newest
from app.store.tables import WAITING, metadata


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config


def upgrade(engine: Engine, to: str = "head") -> None:
    """The newest schema; roles of PostgreSQL that exist already get their rights on what is new."""
    changing = alone(engine.url)
    until_it_may(lambda: _upgrade(changing, to))
    changing.dispose()
    engine.dispose()  # connections that are open read the old schema
    if engine.dialect.name == "sqlite" and not _has_inbox(engine):
        _make_inbox(engine)


def _upgrade(changing: Engine, to: str) -> None:
    """Each migration is a transaction, or several: one that was cut off runs again from its beginning."""
    config = _config()
    with changing.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)
    if changing.dialect.name == "postgresql" and to == "head":
        with changing.begin() as connection:
            roles.grant(connection)


def is_current(engine: Engine) -> bool:
    return revision(engine) == newest() and _has_inbox(engine)


def revision(engine: Engine) -> str | None:
    """Which schema the database has; None: none yet."""
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _has_inbox(engine: Engine) -> bool:
    """A backup without the answers that waited lacks SQLite's second file."""
    with reading(engine) as connection:
        schema = ATTACHED if engine.dialect.name == "sqlite" else None
        there = inspect(connection).get_table_names(schema=schema)
    return {table.name for table in WAITING} <= set(there)


def _make_inbox(engine: Engine) -> None:
    with engine.begin() as connection:
        moved = connection.execution_options(schema_translate_map={None: ATTACHED})
        metadata.create_all(moved, tables=list(WAITING))


def is_ahead(engine: Engine) -> bool:
    """Whether a later version has added to the schema: after a way back, which is as it should be."""
    there = revision(engine)
    return there is not None and there not in known()

"""The engines, and one transaction for what a route wants to do: taking an answer, reading what is public, or staff.

Each may do no more than it must (app/store/rights.py). The owner's engine is for commands and the job runner; it
connects when it is first used, and no route uses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.config import Config
from app.store import roles
from app.store.changes import ANSWERS
from app.store.engine import answering, connect, public, registering, staffed
from app.store.engine import reading as read_on
from app.store.incoming import Given
from app.store.intake import Intake, intake
from app.store.responses import Outcome

AWAY = (OperationalError, InterfaceError, PoolTimeout)  # the database is full, locked, restarting or gone
MISSING = "PostgreSQL does not let {} work. As the owner of the database: flask --app wsgi db roles"


@dataclass(frozen=True)
class Engines:
    answer: Engine
    public: Engine
    staff: Engine
    register: Engine

    @property
    def by_role(self) -> list[tuple[Engine, str]]:
        return list(zip((self.answer, self.public, self.staff, self.register), roles.ROLES, strict=True))

    def dispose(self) -> None:
        for engine, _ in self.by_role:
            engine.dispose()


def init_app(app: Flask) -> None:
    config = app.config["MITSPRACHE"]
    app.extensions["engine"] = connect(config.database_url)
    app.extensions["engines"] = engines_of(config)
    app.extensions["intake"] = intake(app.extensions["engines"].answer)


def engines_of(config: Config) -> Engines:
    answer = answering(_url(config, config.answer_database, roles.ANSWER_ROLE))
    answer.update_execution_options(**{ANSWERS: True})
    return Engines(
        answer,
        public(_url(config, config.public_database, roles.PUBLIC_ROLE)),
        staffed(_url(config, config.staff_database, roles.STAFF_ROLE)),
        registering(_url(config, config.register_database, roles.REGISTER_ROLE)),
    )


def _url(config: Config, given: str, role: str) -> URL:
    """As given, else the owner's address with another user, whose password `flask db roles` has kept."""
    owner = make_url(config.database_url)
    if owner.get_backend_name() == "sqlite":
        return owner
    if given:
        return make_url(given)
    query = dict(owner.query)
    if config.passwords.exists():
        query["passfile"] = str(config.passwords)
    return URL.create(owner.drivername, role, None, owner.host, owner.port, owner.database, query)


def refuse_without_roles(config: Config) -> None:
    """Stop a web server that could not work; one whose database is only away starts, and waits for it."""
    engines = engines_of(config)
    out = {str(engine.url.username): why for engine, role in engines.by_role if (why := roles.refused(engine, role))}
    engines.dispose()
    if out:
        raise SystemExit("\n".join([MISSING.format(", ".join(out)), *(f"  {why}" for why in out.values())]))


def engine() -> Engine:
    """The owner's, for commands and the job runner."""
    found: Engine = current_app.extensions["engine"]
    return found


def staff_engine() -> Engine:
    """That of staff pages, for the process that sends their mails."""
    return _engines().staff


def _engines() -> Engines:
    found: Engines = current_app.extensions["engines"]
    return found


@contextmanager
def begin() -> Iterator[Connection]:
    """A transaction of staff that writes: committed at the end, undone when anything is raised."""
    with _engines().staff.begin() as connection:
        yield connection


@contextmanager
def staff_reading() -> Iterator[Connection]:
    """A transaction of staff that only reads and keeps no one waiting."""
    with read_on(_engines().staff) as connection:
        yield connection


@contextmanager
def registering_names() -> Iterator[Connection]:
    """A transaction of someone who registers or subscribes: it knows names, and nothing anyone answered."""
    with _engines().register.begin() as connection:
        yield connection


@contextmanager
def reading_names() -> Iterator[Connection]:
    """A transaction that only looks at registrations."""
    with read_on(_engines().register) as connection:
        yield connection


@contextmanager
def reading() -> Iterator[Connection]:
    """A transaction that reads what is public."""
    with read_on(_engines().public) as connection:
        yield connection


def submit(given: Given) -> Outcome:
    """Take an answer or a vote: when this returns, it is on the disk."""
    taken: Intake = current_app.extensions["intake"]
    return taken.keep(given)

"""The whole of Mitsprache as deployed: PostgreSQL, gunicorn and nginx, with both example questionnaires open."""

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.store import migrate, roles
from app.store.engine import connect
from app.web import example
from tests.deploy.servers import Servers, database_url, deployed_postgres, place


@dataclass
class Site:
    servers: Servers
    engine: Engine  # the owner's
    postgres: Path  # where it lives and listens

    @property
    def port(self):
        return self.servers.port

    @property
    def environment(self):
        return {"MITSPRACHE_DATABASE": database_url(self.postgres)}

    def written(self):
        """All that any server has said so far."""
        files = [*self.servers.logs.iterdir(), self.postgres / "log"]
        return "\n".join(file.read_text(errors="replace") for file in files)


@contextmanager
def deployed_database():
    """Servers to be started, and a PostgreSQL with the deployed settings, the roles and the example."""
    with place() as servers:
        home = deployed_postgres(servers.fill())
        engine = connect(database_url(home))
        migrate.upgrade(engine)
        with engine.begin() as db:
            roles.create(db)
            roles.grant(db)
        example.load_folder(engine)
        yield Site(servers, engine, home)
        engine.dispose()


@pytest.fixture(scope="session")
def site():
    with deployed_database() as made:
        made.servers.gunicorn(made.environment)
        made.servers.nginx()
        yield made

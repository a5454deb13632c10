"""What the tests share: an empty database, and an application with the example consultation, on both databases."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import Config
from app.store import migrate
from app.store.engine import connect
from app.web import create_app, example
from tests.services import postgres

BACKENDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def pytest_addoption(parser):
    parser.addoption("--every-look", action="store_true", help="axe at both widths, light and dark, on every page")


def pytest_generate_tests(metafunc):
    """Whatever touches the database is tested on SQLite and on PostgreSQL."""
    if "backend" in metafunc.fixturenames:
        metafunc.parametrize("backend", BACKENDS, indirect=True)


@pytest.fixture
def backend(request):
    return request.param


@pytest.fixture
def engine(backend, tmp_path):
    """An empty database of the newest schema."""
    if backend == "sqlite":
        made = connect(f"sqlite:///{tmp_path}/empty.db")
        migrate.upgrade(made)
        yield made
        made.dispose()
        return
    with postgres.database() as url:
        made = connect(url)
        migrate.upgrade(made)
        yield made
        made.dispose()


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory) -> Path:
    """A SQLite database with both example questionnaires published, to be copied."""
    file = tmp_path_factory.mktemp("filled") / "filled.db"
    _fill(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def filled_template() -> str:
    """The same as a PostgreSQL database to copy from."""
    url = postgres.database_url()
    _fill(url)
    return postgres.name_of(url)


def _fill(url: str) -> None:
    made = connect(url)
    migrate.upgrade(made)
    example.load_folder(made)
    made.dispose()


@pytest.fixture
def database_url(backend, request, tmp_path):
    """A database of its own for one test, with both example questionnaires published."""
    if backend == "sqlite":
        file = tmp_path / "test.db"
        shutil.copy(request.getfixturevalue("filled_file"), file)
        yield f"sqlite:///{file}"
        return
    with postgres.database(request.getfixturevalue("filled_template")) as url:
        yield url


@pytest.fixture
def app(database_url, tmp_path) -> Flask:
    config = Config(database=database_url, instance=str(tmp_path), secret="for tests only")
    made = create_app(config)
    made.testing = True
    made.test_client_class = InEnglish
    yield made
    made.extensions["engine"].dispose()


@pytest.fixture
def client(app) -> FlaskClient:
    return app.test_client()


class InEnglish(FlaskClient):
    """A browser that asks for English, the language the sentences of the code are written in."""

    def __init__(self, *args, **values):
        super().__init__(*args, **values)
        self.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"

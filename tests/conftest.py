"""What the tests share: an empty database, and an application with the example consultation, on both databases."""

import shutil
from pathlib import Path

import pytest
from flask import Flask, has_request_context
from flask.testing import FlaskClient
from sqlalchemy import event

from app.config import Config
from app.store import migrate, roles
from app.store.engine import connect, inbox_file
from app.web import create_app, example
from tests import once
from tests.services import postgres

once.share()
BACKENDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def pytest_addoption(parser):
    parser.addoption(
        "--every-look", action="store_true", help="the long forms of the tests in tests/browser (make looks)"
    )
    parser.addoption("--leaks", action="store_true", help="the long forms of the tests in tests/leaks (make leaks)")
    parser.addoption("--faults", action="store_true", help="the long forms of the tests in tests/faults (make faults)")


def pytest_collection_modifyitems(config, items):
    """Long forms run with --leaks, --faults or --every-look only; a shorter form of each runs always."""
    long = [form for form, option in FORMS.items() if not config.getoption(option)]
    left = {item for item in items if any(item.get_closest_marker(form) for form in long)}
    seen: set[str] = set()
    left |= {item for item in items if item not in left and _said_before(item, seen)}
    config.hook.pytest_deselected(items=list(left))
    items[:] = [item for item in items if item not in left]


FORMS = {"looks": "every_look", "leaks": "leaks", "faults": "faults"}
# Pages whose statements matter most on PostgreSQL: answers, releases, roles, drafts written by two.
ON_BOTH = (
    "access",
    "answering",
    "bank",
    "clock",
    "codes",
    "editor",
    "events_crowd",
    "grants",
    "guests",
    "health",
    "jobs",
    "letters",
    "releases",
    "roles",
    "translate",
)


# What else is about pages, and the long form in which all of its cases run on both.
ON_ONE = {
    "tests/web/": "leaks",
    "tests/leaks/test_freeze.py": "leaks",
    "tests/leaks/test_canary.py": "leaks",
    "tests/faults/test_clock.py": "faults",
    "tests/faults/test_runners.py": "faults",
}


def _said_before(item, seen):
    """Whether this is a further case of a test of the pages on PostgreSQL: those differ in what visitors send and read,
    not in what the database is asked. One of each function runs there, of each file for files not in ON_BOTH; all of
    them on SQLite, and everywhere in the long form."""
    function = item.nodeid.partition("[")[0]
    file = item.path.stem.removeprefix("test_")
    form = next((ON_ONE[place] for place in ON_ONE if function.startswith(place)), None)
    if form is None or item.config.getoption(form) or file == "jobs" or not item.get_closest_marker("postgres"):
        return False
    told = function if file in ON_BOTH else file
    return told in seen or bool(seen.add(told))


def pytest_generate_tests(metafunc):
    """Whatever touches the database is tested on SQLite and on PostgreSQL."""
    if "backend" in metafunc.fixturenames:
        metafunc.parametrize("backend", BACKENDS, indirect=True)


@pytest.fixture
def backend(request):
    return request.param


@pytest.fixture
def engine(backend, request, tmp_path):
    """An empty database of the newest schema."""
    if backend == "sqlite":
        file = tmp_path / "empty.db"
        copy_database(request.getfixturevalue("empty_file"), file)
        made = connect(f"sqlite:///{file}")
        yield made
        made.dispose()
        return
    with postgres.database(request.getfixturevalue("empty_template")) as url:
        made = connect(url)
        yield made
        made.dispose()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory) -> Path:
    """A SQLite database that went through all migrations, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "empty.db"
    made = connect(f"sqlite:///{file}")
    _prepare(made)
    made.dispose()
    return file


@pytest.fixture(scope="session")
def empty_template() -> str:
    """The same as a PostgreSQL database to copy from."""
    url = postgres.database_url()
    made = connect(url)
    _prepare(made)
    made.dispose()
    return postgres.name_of(url)


def _prepare(engine):
    """The newest schema, and on PostgreSQL the roles of the web process with their rights."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as db:
            roles.create(db)
    migrate.upgrade(engine)


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
    _prepare(made)
    example.load_folder(made)
    made.dispose()


def copy_database(file: Path, to: Path) -> None:
    """Both files of a SQLite database nobody has open."""
    shutil.copy(file, to)
    shutil.copy(inbox_file(f"sqlite:///{file}"), inbox_file(f"sqlite:///{to}"))


@pytest.fixture
def database_url(backend, request, tmp_path):
    """A database of its own for one test, with both example questionnaires published."""
    if backend == "sqlite":
        file = tmp_path / "test.db"
        copy_database(request.getfixturevalue("filled_file"), file)
        yield f"sqlite:///{file}"
        return
    with postgres.database(request.getfixturevalue("filled_template")) as url:
        yield url


@pytest.fixture
def app(database_url, tmp_path) -> Flask:
    unhurried = {"least_seconds": 0, "forms_per_minute": 0}  # a test fills in forms faster than anyone reads
    config = Config(database=database_url, instance=str(tmp_path), secret="for tests only", **unhurried)
    made = create_app(config)
    made.testing = True
    made.test_client_class = InEnglish
    made.jinja_env.bytecode_cache = once.COMPILED
    event.listen(made.extensions["engine"], "checkout", _no_route_is_the_owner)
    yield made
    made.extensions["engine"].dispose()
    made.extensions["engines"].dispose()


def _no_route_is_the_owner(*_):
    assert not has_request_context(), "a route works as the owner of the database"


@pytest.fixture
def client(app) -> FlaskClient:
    return app.test_client()


class InEnglish(FlaskClient):
    """A browser that asks for English, the language the sentences of the code are written in."""

    def __init__(self, *args, **values):
        super().__init__(*args, **values)
        self.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"

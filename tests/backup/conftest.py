"""What the tests of backups share."""

import shutil
from contextlib import contextmanager

import pytest

from app.store.engine import inbox_file
from tests.backup.living import Living, app_of, fill
from tests.conftest import copy_database
from tests.services import postgres


@contextmanager
def alive(url, folder):
    app = app_of(url, folder)
    try:
        yield Living(app, folder)
    finally:
        app.extensions["engine"].dispose()
        app.extensions["engines"].dispose()


@pytest.fixture(scope="session")
def lived(filled_file, tmp_path_factory):
    """A folder with a filled installation on SQLite, to be copied."""
    folder = tmp_path_factory.mktemp("lived")
    copy_database(filled_file, folder / "test.db")
    with alive(f"sqlite:///{folder}/test.db", folder) as made:
        fill(made)
    return folder


@pytest.fixture
def small(lived, tmp_path):
    """An installation on SQLite with releases, codes, texts, people and waiting answers, and keys of two keepers."""
    shutil.copytree(lived, tmp_path, dirs_exist_ok=True)
    with alive(f"sqlite:///{tmp_path}/test.db", tmp_path) as made:
        assert inbox_file(made.engine.url).exists()
        yield give_keys(made)


@pytest.fixture
def living(backend, request, tmp_path):
    """The same on either database."""
    if backend == "sqlite":
        yield request.getfixturevalue("small")
        return
    with postgres.database(request.getfixturevalue("filled_template")) as url, alive(url, tmp_path) as made:
        fill(made)
        yield give_keys(made)


def give_keys(made):
    for setting, name, more in (("backup_recipients", "data.key", ()), ("key_recipients", "keys.key", ("--keys",))):
        file = made.folder / name
        assert made.run("backup-key", file, *more).exit_code == 0
        made.settings(**{setting: file.read_text().splitlines()[1].rpartition(" ")[2]})
    return made


@pytest.fixture
def backup(small):
    """A backup of it."""
    return small.back_up()

"""A running Mitsprache and a Chromium to visit it with, one of each per test process."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from sqlalchemy import Engine

from app.store import migrate, staff
from app.store.engine import connect
from app.web import example
from tests.browser.traces import Watch
from tests.conftest import copy_database
from tests.services import chromium
from tests.web.staff import PASSWORD, password_hash

ROOT = Path(__file__).parents[2]


@dataclass
class Site:
    """A server of ours on a database of its own."""

    url: str
    engine: Engine
    keys: Path


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@contextmanager
def served(database: Path, folder: Path):
    """gunicorn as in production, on a free port of 127.0.0.1."""
    port = free_port()
    with started(database, folder, port):
        engine = connect(f"sqlite:///{database}")
        yield Site(f"http://127.0.0.1:{port}", engine, folder / "keys")
        engine.dispose()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(database: Path, folder: Path, port: int):
    """The process of gunicorn, which heads a group of its own; it ends here at the latest."""
    command = [sys.executable, "-m", "gunicorn", "wsgi:app"]
    how = environment(database, folder, port)
    server = subprocess.Popen(command, cwd=ROOT, env=how, start_new_session=True)
    try:
        wait_for(f"http://127.0.0.1:{port}/", server)
        yield server
    finally:
        server.terminate()
        server.wait(timeout=30)


def environment(database: Path, folder: Path, port: int) -> dict[str, str]:
    """The settings of a server of ours: tests fill in forms faster than anyone reads."""
    return {
        **os.environ,
        "MITSPRACHE_DATABASE": f"sqlite:///{database}",
        "MITSPRACHE_INSTANCE": str(folder),
        "MITSPRACHE_PORT": str(port),
        "MITSPRACHE_SECURE_COOKIES": "no",
        "MITSPRACHE_WORKERS": "1",
        "MITSPRACHE_LEAST_SECONDS": "0",  # the tests fill in forms faster than anyone reads
        "MITSPRACHE_FORMS_PER_MINUTE": "0",
    }


def wait_for(url, server):
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError("gunicorn did not start")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError("gunicorn does not answer")


@pytest.fixture(scope="session")
def site(filled_file, tmp_path_factory):
    """Both example questionnaires, open, without a single answer."""
    folder = tmp_path_factory.mktemp("site")
    copy_database(filled_file, folder / "site.db")
    with served(folder / "site.db", folder) as running:
        yield running


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """What `make demo` shows: 1,200 simulated respondents and their results."""
    folder = tmp_path_factory.mktemp("demo")
    engine = connect(f"sqlite:///{folder}/demo.db")
    migrate.upgrade(engine)
    example.load_folder(engine)
    example.simulate(engine, folder / "keys")
    engine.dispose()
    with served(folder / "demo.db", folder) as running:
        yield running


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright):
    launched = playwright.chromium.launch(executable_path=chromium.executable(), args=list(chromium.ARGUMENTS))
    yield launched
    launched.close()


@pytest.fixture
def visit(browser):
    """visit(javascript=False, width=360) opens a page in a browser that has never been here, and is left as it was."""
    contexts = {}

    def opened(javascript=True, width=360, scheme="light", language="de"):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=javascript,
            locale=language,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        contexts[context] = Watch(context)
        return context.new_page()

    yield opened
    found = [line for watch in contexts.values() for line in watch.found()]
    for context in contexts:
        context.close()
    assert found == []


@pytest.fixture
def at_work(site, visit):
    """at_work("designer") opens a page for somebody with this role, signed in."""

    def opened(role="designer", **given):
        email = f"{role}.at.work@example.org"
        with site.engine.begin() as db:
            if staff.by_email(db, email) is None:
                staff.add(db, email, "Kim", role, password_hash())
        page = visit(**given)
        page.goto(f"{site.url}/staff/sign-in?lang=de")
        page.locator("main [name=email]").fill(email)
        page.locator("main [name=password]").fill(PASSWORD)
        page.locator("main button.kern-btn--primary").click()
        page.wait_for_url("**/staff/questionnaires**")
        return page

    return opened

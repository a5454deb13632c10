"""Changing to another version while people answer: nobody loses a form, and what does not work goes back by itself."""

import fcntl
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.store import tables
from app.store.engine import connect, reading
from tests.conftest import copy_database
from tests.deploy.servers import ROOT, Servers, place
from tests.deploy.visitor import Browser, Respondent

pytestmark = pytest.mark.slow

PARTS = (
    "app",
    "deploy",
    "examples",
    "migrations",
    "setup",
    "translations",
    "gunicorn.conf.py",
    "wsgi.py",
    "requirements.lock",
)
# Installing from the network is left to `make setup`; here the libraries are those of the tests.
MAKEFILE = f".PHONY: setup analysis\nsetup:\n\tln -s {sys.prefix} .venv\nanalysis: ;\n"
WORDS = "app/web/visit/imprint.html"


@dataclass
class Machine:
    """A server with versions in a repository, and a systemctl that does what systemd does for the web server."""

    servers: Servers
    restarted: list[str] = field(default_factory=list)

    @property
    def home(self):
        return self.servers.folder / "opt"

    @property
    def environment(self):
        return {"MITSPRACHE_DATABASE": f"sqlite:///{self.servers.state}/mitsprache.db"}

    def tag(self, name, file=WORDS, change=lambda words: words):
        """A new version in the repository, which differs from the last one in one file."""
        source = self.home / "source"
        path = source / file
        path.write_text(change(path.read_text()))
        for command in (("add", "--force", "."), ("commit", "--quiet", "--allow-empty", "-m", name), ("tag", name)):
            subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@a", *command], cwd=source, check=True)

    def upgrade(self, *arguments):
        path = f"{self.servers.folder}/bin:{os.environ['PATH']}"
        command = ["sh", self.servers.folder / "etc" / "mitsprache-upgrade", *arguments]
        environment = self.servers.environment() | {"PATH": path}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    def systemctl(self, verb, unit):
        """What systemd does: end the process, start what the link points to now, hold the socket meanwhile."""
        self.restarted.append(unit)
        if unit == "mitsprache-web":
            if "gunicorn" in self.servers.running:
                self.servers.stop("gunicorn")
            self.servers.gunicorn(self.environment, folder=(self.home / "current").resolve())

    @property
    def runs(self):
        return (self.home / "current").resolve().name

    def imprint(self):
        return Browser(self.servers.port).get("/imprint?lang=en").text


@pytest.fixture(scope="module")
def machine(filled_file):
    with place() as servers:
        made = Machine(servers)
        _repository(made.home / "source")
        copy_database(filled_file, servers.state / "mitsprache.db")
        values = {
            "database": "sqlite",
            "home": str(made.home),
            "program": str(made.home / "current"),
            "settings": str(servers.folder / "etc" / "settings.env"),
            "patience": "2",
        }
        etc = servers.fill(**values)
        with listening(made) as address:
            _program(servers.folder / "bin" / "systemctl", f'#!/bin/sh\nexec curl --silent --fail "{address}/$1/$2"\n')
            _program(servers.folder / "bin" / "mitsprache", (etc / "mitsprache").read_text())
            made.tag("v1")
            first = made.upgrade("v1")
            assert first.returncode == 0, first.stderr
            made.systemctl("start", "mitsprache-web")
            servers.nginx(**values)
            yield made


def _repository(folder):
    folder.mkdir(parents=True)
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    (folder / "Makefile").write_text(MAKEFILE)
    subprocess.run(["git", "init", "--quiet", "."], cwd=folder, check=True)


def _program(file, words):
    file.parent.mkdir(exist_ok=True)
    file.write_text(words)
    file.chmod(0o755)


@contextmanager
def listening(machine):
    """An address where the systemctl above asks for what it was told."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            try:
                machine.systemctl(*self.path.split("/")[1:])
                self.send_response(200)
            except RuntimeError:
                self.send_response(500)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@dataclass
class Crowd:
    """People who answer one after the other until told to stop; what they were answered is counted."""

    machine: Machine
    thanked: int = 0
    lost: list = field(default_factory=list)

    def __enter__(self):
        self.before = self._stored()
        self.going = threading.Event()
        self.people = [threading.Thread(target=self._answer) for _ in range(3)]
        for each in self.people:
            each.start()
        return self

    def _answer(self):
        while not self.going.is_set():
            try:
                page = Respondent(self.machine.servers.port).answer("Mehr Bänke").send()
                assert "/thanks" in page.response.request.url
                self.thanked += 1
                self.going.wait(0.2)
            except Exception as error:  # noqa: BLE001  whatever it is, somebody did not get through
                self.lost.append(repr(error))
                return

    def __exit__(self, *_):
        self.going.set()
        for each in self.people:
            each.join()
        self.stored = self._stored() - self.before

    def _stored(self):
        engine = connect(self.machine.environment["MITSPRACHE_DATABASE"])
        with reading(engine) as db:
            found = db.scalar(select(func.count()).select_from(tables.inbox))
        engine.dispose()
        return found


def test_a_new_version_takes_over_while_people_answer_and_nobody_is_lost(machine):
    machine.tag("v2", change=lambda words: words.replace("<h1>", "<h1>The second version: "))
    with Crowd(machine) as crowd:
        done = machine.upgrade("v2", "--without-backup")
    assert done.returncode == 0, done.stderr
    assert machine.runs == "v2"
    assert "The second version" in machine.imprint()
    assert machine.restarted[-3:] == ["mitsprache-web", "mitsprache-jobs", "mitsprache-mail"]
    assert crowd.lost == []
    assert crowd.stored == crowd.thanked > 0


def test_a_version_that_does_not_begin_goes_back_by_itself_and_nobody_is_lost(machine):
    before = machine.runs
    begins = "def on_starting(server: object) -> None:\n"
    machine.tag("v3", "gunicorn.conf.py", lambda words: words.replace(begins, begins + "    raise SystemExit(1)\n"))
    with Crowd(machine) as crowd:
        done = machine.upgrade("v3", "--without-backup")
    assert done.returncode == 1
    assert f"{before} runs again" in done.stderr
    assert machine.runs == before
    assert crowd.lost == []
    assert crowd.stored == crowd.thanked > 0


@pytest.mark.leaks
def test_a_version_that_answers_with_errors_goes_back_by_itself(machine):
    before = machine.runs
    machine.tag("v4", "gunicorn.conf.py", lambda words: words.replace("    raise SystemExit(1)\n", ""))
    machine.tag("v5", "app/web/visit/home.html", lambda words: words.replace("<h1", "{{ not.there }}<h1"))
    done = machine.upgrade("v5", "--without-backup")
    assert done.returncode == 1
    assert machine.runs == before
    assert Browser(machine.servers.port).get("/").status_code == 200


@pytest.mark.leaks
def test_a_version_that_cannot_be_loaded_is_not_even_tried(machine):
    machine.tag("v6", "wsgi.py", lambda words: "import nothing_of_this_name\n" + words)
    refused(machine, "v6", "--without-backup", said="v6 does not start, so nothing was changed")


def test_what_is_wrong_before_the_switch_changes_nothing(machine):
    refused(machine, "v99", "--without-backup", said="There is no version v99")
    refused(machine, "../releases/v1", said="There is no version")
    refused(machine, machine.runs, said=f"{machine.runs} runs already")
    refused(machine, "v3", said="No backup, so nothing was changed")  # none is set up here


def refused(machine, *arguments, said):
    before, restarted = machine.runs, len(machine.restarted)
    done = machine.upgrade(*arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert (machine.runs, len(machine.restarted)) == (before, restarted)


def test_two_do_not_change_the_version_at_once(machine):
    with (machine.home / "releases" / ".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "Another upgrade is running" in machine.upgrade("v1").stderr


def test_the_way_back_stays_open(machine):
    now, before = machine.runs, Path(machine.home / "previous").resolve().name
    assert machine.upgrade("--back").returncode == 0
    assert (machine.runs, (machine.home / "previous").resolve().name) == (before, now)

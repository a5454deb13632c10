"""Mitsprache as it is deployed, on this machine: nginx, gunicorn and PostgreSQL with the files of deploy/.

Only addresses, folders and users differ. systemd is not started: its part, holding the socket and starting
programs with their settings, is done here. Each server writes into a file of its own in `logs`.
"""

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from setup import deploy
from tests.services import nginx, postgres

ROOT = Path(__file__).parents[2]
ME = getpass.getuser()

# What systemd does for gunicorn: hand over the listening socket as file 3.
HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *sys.argv[2:]])
"""


@dataclass
class Servers:
    """A place for servers, and those that run there. All of them end with it."""

    folder: Path
    port: int = field(default_factory=lambda: free_port())
    running: dict[str, subprocess.Popen] = field(default_factory=dict)
    listening: socket.socket | None = None

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def socket(self) -> Path:
        return self.folder / "run" / "web.sock"

    @property
    def state(self) -> Path:
        """The folder of the program: what systemd calls its state, and what it may write besides."""
        return self.folder / "state"

    def fill(self, **values: str) -> Path:
        """The files of deploy/ for this place; returns their folder."""
        filled = self.folder / "etc"
        mine = {
            "entrance": "proxy",  # most tests speak without TLS, as a device before nginx would
            "http": f"127.0.0.1:{self.port}",
            "program": str(ROOT),
            "pages": str(filled),
            "socket": str(self.socket),
            "state": str(self.state),
            "web_state": str(self.state),
            "owner": ME,
            "web_user": ME,
            "nginx_user": ME,
            "nginx_pid": str(self.folder / "run" / "nginx.pid"),
            "nginx_log": str(self.logs / "nginx-error.log"),
            "nginx_temp": str(self.folder / "nginx"),
        }
        deploy.fill(filled, **{**mine, **values})
        return filled

    def begin(self, name: str, *command: object, **given) -> subprocess.Popen:
        with (self.logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen([str(c) for c in command], stdout=log, stderr=log, **{"cwd": ROOT, **given})
        self.running[name] = process
        return process

    def nginx(self, change=lambda words: words, **values: str) -> None:
        """Start nginx with the deployed file; `change` may spoil it for a negative control."""
        conf = self.fill(**values) / "nginx.conf"
        conf.write_text(change(conf.read_text()))
        self.begin("nginx", nginx.executable(), "-e", "stderr", "-c", conf, "-g", "daemon off;")
        wait(lambda: _answers(self.port), self.running["nginx"])

    def gunicorn(
        self, environment: dict[str, str], *arguments: str, program: str = "wsgi:app", folder: Path = ROOT
    ) -> None:
        """Start gunicorn behind its socket, as mitsprache-web.service does."""
        if not self.listening:
            self.listen()
        self.begin(
            "gunicorn",
            *(sys.executable, "-c", HAND_OVER, self.listening.fileno(), *arguments, program),
            env=self.environment() | environment,
            cwd=folder,
            pass_fds=[self.listening.fileno()],
        )
        wait(lambda: _speaks(self.socket), self.running["gunicorn"])

    def gunicorn_alone(self, environment: dict[str, str], *arguments: str) -> None:
        """Start gunicorn without nginx, on the port visitors come to."""
        bind = f"127.0.0.1:{self.port}"
        command = (sys.executable, "-m", "gunicorn", "--bind", bind, *arguments)
        self.begin("gunicorn", *command, env=self.environment() | environment)
        wait(lambda: _answers(self.port), self.running["gunicorn"])

    def environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("MITSPRACHE_")},
            "TMPDIR": str(self.folder / "tmp"),
            "MITSPRACHE_INSTANCE": str(self.state),
            "MITSPRACHE_WORKERS": "1",  # it has begun when it answers; told to end before, it would not hear
            "MITSPRACHE_LEAST_SECONDS": "0",  # nobody here reads the pages
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def listen(self) -> None:
        """What mitsprache-web.socket does."""
        self.socket.unlink(missing_ok=True)
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(self.socket))
        self.listening.listen(1024)

    def stop(self, name: str) -> None:
        process = self.running.pop(name)
        process.terminate()
        process.wait(timeout=40)

    def away(self) -> None:
        """gunicorn ends and nobody holds the socket any more."""
        self.stop("gunicorn")
        self.listening.close()
        self.listening = None

    def close(self) -> None:
        for name in list(self.running):
            self.stop(name)
        if self.listening:
            self.listening.close()


@contextmanager
def place() -> Iterator[Servers]:
    """A new folder for servers; a short path, because sockets want one."""
    folder = Path(tempfile.mkdtemp(prefix="mitsprache-deploy-"))
    for name in ("run", "logs", "state", "tmp", "nginx"):
        (folder / name).mkdir()
    servers = Servers(folder)
    try:
        yield servers
    finally:
        servers.close()
        shutil.rmtree(folder)


def deployed_postgres(filled: Path) -> Path:
    """A PostgreSQL with the deployed settings and the empty database of the owner; says where it lives and listens."""
    home = postgres.start(filled.joinpath("postgresql.conf").read_text() + "\nunix_socket_directories = '{home}'\n")
    with psycopg.connect(f"host={home} user=mitsprache dbname=postgres", autocommit=True) as db:
        db.execute("create database mitsprache")
        guard(home, filled)
        db.execute("select pg_reload_conf()")
    return home


def guard(home: Path, filled: Path) -> None:
    """Let only those in whom the deployed files let in."""
    for name in ("pg_hba.conf", "pg_ident.conf"):
        home.joinpath("data", name).write_text(filled.joinpath(name).read_text())


def database_url(home: Path) -> str:
    return f"postgresql+psycopg://mitsprache@/mitsprache?host={home}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(ready, process: subprocess.Popen, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} did not start")
        if ready():
            return
        time.sleep(0.03)
    raise RuntimeError(f"{process.args} does not answer")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _speaks(path: Path) -> bool:
    """Whether somebody answers behind the socket; it takes connections before anybody does."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(10)
        probe.connect(str(path))
        probe.sendall(b"GET /imprint HTTP/1.0\r\n\r\n")
        try:
            return probe.recv(12) != b""
        except TimeoutError:
            return False

"""A PostgreSQL for the tests, from the machine's own programs, thrown away with the process that asked.

Each test process starts its own when it first needs one: that takes a second and leaves nothing to share or
lock. It listens on a socket in its temporary folder only: no port can be taken, and nobody else can reach it.
"""

import atexit
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import psycopg

from tests.services import debian

MISSING = (
    "The tests need PostgreSQL's server programs, and they were not found. "
    "On Debian, as root: apt-get install --no-install-recommends postgresql"
)

INITIAL = ("--username=mitsprache", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")

# A power cut may take everything: there is nothing to keep.
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{home}'
fsync = off
synchronous_commit = off
full_page_writes = off
max_wal_size = 256MB
timezone = 'UTC'
"""

# Waits until our end of the pipe is closed, even by kill -9, then clears up.
KEEPER = 'cat >/dev/null; "$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1; rm -rf "$2"'

_numbers = itertools.count(1)


def database_url(template: str = "template0") -> str:
    """Create a fresh database, empty or a copy of another, and say where it is; it ends with the server."""
    name = f"test_{next(_numbers)}"
    _administer(f"create database {name} template {template}")
    return f"postgresql+psycopg://mitsprache@/{name}?host={_server()}"


@contextmanager
def database(template: str = "template0") -> Iterator[str]:
    """The same for the length of a block."""
    url = database_url(template)
    try:
        yield url
    finally:
        _administer(f"drop database {name_of(url)} with (force)")


@contextmanager
def closed(name: str) -> Iterator[None]:
    """A database that throws everyone out and lets no one in for the length of a block."""
    _administer(f"alter database {name} allow_connections false")
    _administer(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
    yield
    _administer(f"alter database {name} allow_connections true")


def name_of(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def binaries() -> Path:
    """Find the folder that holds initdb and pg_ctl, installing them if we may."""
    return _look() or (debian.install("postgresql") and _look()) or _give_up()


def _look() -> Path | None:
    on_path = shutil.which("pg_ctl")
    found = [Path(on_path).resolve().parent] if on_path else []
    debians = Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(debians, key=lambda folder: float(folder.parent.name), reverse=True)
    return next((folder for folder in found if (folder / "initdb").exists()), None)


def _give_up() -> Path:
    raise RuntimeError(MISSING)


@cache
def _server() -> Path:
    return start(SETTINGS)


def start(settings: str) -> Path:
    """Start a server with these settings, and say in which folder it lives and listens; `log` there is its log."""
    programs = binaries()
    account = _account()
    home = Path(tempfile.mkdtemp(prefix="mitsprache-pg-"))
    os.chown(home, account.pw_uid, account.pw_gid)
    _keep(programs, home, _surroundings(home))
    _start(programs, home, _surroundings(home), settings)
    return home


def restart(home: Path) -> None:
    """As if its processes had been killed, and started again; returns when it takes connections."""
    here = ["-D", str(home / "data"), "-l", str(home / "restarted")]
    command = [str(binaries() / "pg_ctl"), "restart", "-m", "immediate", "-w", *here]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **_surroundings(home))


def _surroundings(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = {"cwd": home, "env": {"PATH": os.defpath, "LC_ALL": "C"}}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        account = _account()
        found |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return found


def _keep(programs: Path, home: Path, surroundings: dict[str, Any]) -> None:
    keeper = subprocess.Popen(
        ["sh", "-c", KEEPER, "keeper", programs, home],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C must not end it before the server
        **surroundings,
    )
    atexit.register(keeper.communicate)


def _start(programs: Path, home: Path, surroundings: dict[str, Any], settings: str) -> None:
    data = home / "data"
    log = home / "log"
    with log.open("w") as output:
        run = partial(subprocess.run, check=True, stdout=output, stderr=subprocess.STDOUT, **surroundings)
        try:
            run([programs / "initdb", *INITIAL, "-D", data])
            with data.joinpath("postgresql.conf").open("a") as kept:
                kept.write(settings.format(home=home))
            run([programs / "pg_ctl", "-D", data, "-w", "start"])
        except subprocess.CalledProcessError as error:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from error


def _account() -> pwd.struct_passwd:
    """Name the account the server runs under: ours, unless we are root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


def _administer(statement: str) -> None:
    where = f"host={_server()} user=mitsprache dbname=postgres"
    with psycopg.connect(where, autocommit=True) as connection:
        connection.execute(statement.encode())

"""PostgreSQL as deployed: asked for its settings, and for whom it lets in."""

import getpass
import os
import re
import signal
import subprocess
import time

import psycopg
import pytest

from setup.deploy import FILES
from tests.deploy.servers import guard

ROLES = ("mitsprache_answer", "mitsprache_public", "mitsprache_staff")


def wanted():
    """Name and value of each line of the deployed file."""
    line = re.compile(r"^([a-z_]+) = '?([^'#\n]*?)'?\s*(?:#.*)?$", re.MULTILINE)
    return dict(line.findall((FILES / "postgresql.conf").read_text()))


def connected(site, user="mitsprache"):
    return psycopg.connect(f"host={site.postgres} user={user} dbname=mitsprache", autocommit=True)


@pytest.mark.parametrize(("name", "value"), wanted().items())
def test_the_running_server_has_the_setting(site, name, value):
    with connected(site) as db:
        assert db.execute(f"show {name}").fetchone()[0] == value


def test_the_file_holds_what_the_design_asks_for():
    known = wanted()
    assert len(known) > 35
    asked = {
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_statement": "none",
        "log_min_duration_statement": "-1",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_connections": "off",
        "track_commit_timestamp": "off",
        "fsync": "on",
        "synchronous_commit": "on",
    }
    assert asked.items() <= known.items()


def test_the_log_quotes_with_the_settings_debian_brings(site):
    """The control: the same failing insert under ordinary settings is quoted in the log."""
    said = []
    for settings in ("terse", "default"):
        before = len((site.postgres / "log").read_text())
        with connected(site) as db:
            db.execute(f"set log_error_verbosity = {settings}")
            if settings == "default":
                db.execute("set log_min_error_statement = error")
            with pytest.raises(psycopg.errors.UniqueViolation):
                db.execute("insert into consultations values ('Spitzkohl', '{}'), ('Spitzkohl', '{}')")
        said.append((site.postgres / "log").read_text()[before:])
    assert ["Spitzkohl" in each for each in said] == [False, True]


def test_the_web_server_comes_in_as_its_roles_and_never_as_the_owner(site):
    me = getpass.getuser()
    try:
        guard(site.postgres, site.servers.fill(owner="someone_else"))
        _reload(site)
        for role in ROLES:
            with connected(site, role) as db:
                assert db.execute("select current_user").fetchone()[0] == role
        with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
            connected(site)
    finally:
        guard(site.postgres, site.servers.fill(owner=me))
        _reload(site)
    with connected(site) as db:  # the control: with the deployed line the owner comes in again
        assert db.execute("select current_user").fetchone()[0] == "mitsprache"


def test_nobody_else_comes_in(site):
    for user, database in (("postgres", "mitsprache"), ("mitsprache_staff", "postgres")):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"host={site.postgres} user={user} dbname={database}")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect("host=127.0.0.1 user=mitsprache dbname=mitsprache connect_timeout=2", port=5432)


@pytest.mark.leaks
def test_the_write_ahead_log_goes_by_itself(site):
    """Nobody asks for anything: a new segment begins in time, and the next checkpoint deletes the old one."""
    try:
        _set(site, archive_timeout="2s", checkpoint_timeout="30s")
        with connected(site) as db:
            db.execute("create table passing as select 'Brokkoli' as words")
            db.execute("drop table passing")
        assert _in_log(site, b"Brokkoli")
        for _ in range(100):
            time.sleep(1)
            with connected(site) as db:  # on an idle server no segment is full, and none is begun for nothing
                db.execute("create temporary table nothing (x int)")
            if not _in_log(site, b"Brokkoli"):
                return
        raise AssertionError("still there")
    finally:
        _set(site, archive_timeout="default", checkpoint_timeout="default")


def _set(site, **settings):
    with connected(site) as db:
        for name, value in settings.items():
            db.execute(f"alter system set {name} = {value if value == 'default' else repr(value)}")
        db.execute("select pg_reload_conf()")


def _in_log(site, words):
    return any(words in file.read_bytes() for file in (site.postgres / "data" / "pg_wal").iterdir() if file.is_file())


def _reload(site):
    """Have pg_hba.conf and pg_ident.conf read again, as `systemctl reload postgresql` does."""
    pid = int((site.postgres / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGHUP)
    time.sleep(0.3)


def test_operators_work_as_the_owner(site):
    """deploy/mitsprache with deploy/settings.env."""
    settings = str(site.servers.folder / "etc" / "settings.env")
    script = site.servers.fill(settings=settings, postgres_socket=str(site.postgres)) / "mitsprache"
    export = ["sh", script, "questionnaire", "export", "gut-leben"]
    run = subprocess.run(export, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert '"slug": "gut-leben"' in run.stdout

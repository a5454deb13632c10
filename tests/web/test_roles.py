"""The roles of PostgreSQL: made by one command, let in with passwords nobody typed, and missed in time."""

import os
import stat
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError

from app.config import PROJECT, Config
from app.store import roles, tables
from app.store.engine import connect
from app.web import create_app, passfile
from app.web.db import MISSING, refuse_without_roles
from tests.services import postgres
from tests.web.forms import Visitor

pytestmark = pytest.mark.postgres


@pytest.fixture
def config(filled_template, tmp_path):
    with postgres.database(filled_template) as url:
        yield Config(database=url, instance=str(tmp_path), secret="for tests only", least_seconds=0, forms_per_minute=0)


@pytest.fixture
def app(config):
    made = create_app(config)
    yield made
    made.extensions["engine"].dispose()
    made.extensions["engines"].dispose()


def run(app, *words):
    return app.test_cli_runner().invoke(args=["db", "roles", *words])


@contextmanager
def asking_for_passwords(config):
    """The test server believes everybody; for this database and these roles it wants to see a password."""
    engine = connect(config.database)
    rules = postgres._server() / "data" / "pg_hba.conf"
    before = rules.read_text()
    name = make_url(config.database).database
    rules.write_text(f"local {name} {','.join(roles.ROLES)} scram-sha-256\n{before}")
    reload(engine)
    try:
        wait_until(lambda: refused(config))
        yield
    finally:
        rules.write_text(before)
        reload(engine)
        wait_until(lambda: not refused(config))
        engine.dispose()


def reload(engine):
    with engine.begin() as db:
        db.execute(text("select pg_reload_conf()"))


def wait_until(done):
    for _ in range(100):
        if done():
            return
        time.sleep(0.05)
    raise AssertionError("PostgreSQL did not read its rules again")


def refused(config):
    engine = create_engine(make_url(config.database).set(username=roles.PUBLIC_ROLE))
    try:
        with engine.connect():
            return False
    except OperationalError:
        return True
    finally:
        engine.dispose()


def test_the_site_works_with_the_passwords_of_the_command(config, app):
    with asking_for_passwords(config):
        with pytest.raises(SystemExit, match="flask --app wsgi db roles"):
            refuse_without_roles(config)
        done = run(app)
        assert done.exit_code == 0, done.output
        assert all(role in done.output for role in roles.ROLES)
        refuse_without_roles(config)
        served = create_app(config)
        visitor = Visitor(served.test_client())
        visitor.press("begin")
        visitor.press("next", her="land")
        while not visitor.page.soup.select_one("button[name=_go][value=send]"):
            visitor.press("next")
        visitor.press("send")
        assert "/thanks" in visitor.page.response.request.url
        assert served.test_client().get("/staff/sign-in").status_code == 200
        assert served.test_client().get("/results/gut-leben").status_code == 200
        served.extensions["engines"].dispose()
    with app.extensions["engine"].connect() as db:
        assert len(db.execute(tables.inbox.select()).all()) == 1


def test_the_command_may_be_run_as_often_as_one_likes(config, app):
    assert "new password" in run(app).output
    before = config.passwords.read_text()
    assert stat.S_IMODE(config.passwords.stat().st_mode) == 0o600
    assert [line.split(":")[:4] for line in before.splitlines()] == [["*", "*", "*", role] for role in roles.ROLES]
    again = run(app)
    assert again.exit_code == 0
    assert "new password" not in again.output
    assert config.passwords.read_text() == before
    config.passwords.unlink()
    assert run(app).output.count("new password") == len(roles.ROLES)
    assert not set(config.passwords.read_text().splitlines()) & set(before.splitlines())


def test_no_password_is_sent_to_the_server_in_the_clear(config, app):
    said = []
    event.listen(app.extensions["engine"], "before_cursor_execute", lambda *args: said.append(args[2]))
    run(app)
    passwords = [line.split(":")[4] for line in config.passwords.read_text().splitlines()]
    assert len([sql for sql in said if "SCRAM-SHA-256$" in sql]) == len(roles.ROLES)
    assert not [sql for sql in said for password in passwords if password in sql]


def test_a_missing_role_is_made_and_the_others_keep_their_passwords(config, app):
    run(app)
    before = dict(line.rsplit(":", 1) for line in config.passwords.read_text().splitlines())
    with renamed(app, roles.PUBLIC_ROLE):
        with pytest.raises(SystemExit, match=roles.PUBLIC_ROLE):
            refuse_without_roles(config)
        done = run(app)
        assert f"{roles.PUBLIC_ROLE} created" in done.output
        refuse_without_roles(config)
        with app.extensions["engine"].begin() as db:
            db.execute(text(f"drop owned by {roles.PUBLIC_ROLE}"))
            db.execute(text(f"drop role {roles.PUBLIC_ROLE}"))
    after = dict(line.rsplit(":", 1) for line in config.passwords.read_text().splitlines())
    assert {role for role in before if before[role] != after[role]} == {f"*:*:*:{roles.PUBLIC_ROLE}"}


@contextmanager
def renamed(app, role):
    """Roles belong to the server and other tests use them too, so the missing one only has another name."""
    with app.extensions["engine"].begin() as db:
        db.execute(text(f"alter role {role} rename to away"))
    try:
        yield
    finally:
        with app.extensions["engine"].begin() as db:
            db.execute(text(f"alter role away rename to {role}"))


@pytest.mark.parametrize(
    ("role", "revoke"),
    [
        (roles.ANSWER_ROLE, f"revoke execute on function {roles.SUBMIT} from mitsprache_answer"),
        (roles.PUBLIC_ROLE, "revoke all on versions from mitsprache_public"),
        (roles.STAFF_ROLE, "revoke all on versions from mitsprache_staff"),
    ],
)
def test_a_role_that_may_not_do_its_work_is_named(config, app, role, revoke):
    refuse_without_roles(config)
    with app.extensions["engine"].begin() as db:
        db.execute(text(revoke))
    with pytest.raises(SystemExit) as stopped:
        refuse_without_roles(config)
    assert str(stopped.value) == f"{MISSING.format(role)}\n  It has no rights here."


def test_a_server_that_is_away_is_waited_for(tmp_path):
    nowhere = Config(database=f"postgresql+psycopg://mitsprache@/nothing?host={tmp_path}", instance=str(tmp_path))
    refuse_without_roles(nowhere)


def test_gunicorn_says_what_is_missing_and_stops(config, app):
    with app.extensions["engine"].begin() as db:
        db.execute(text(f"revoke execute on function {roles.SUBMIT} from mitsprache_answer"))
    environment = {
        **os.environ,
        "MITSPRACHE_DATABASE": config.database,
        "MITSPRACHE_INSTANCE": config.instance,
        "MITSPRACHE_SECRET": "x",
    }
    command = [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", "wsgi:app"]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert MISSING.format("mitsprache_answer") in done.stderr
    assert "Traceback" not in done.stderr


def test_an_owner_who_may_not_make_roles_is_told_what_helps(config, app):
    with app.extensions["engine"].begin() as db:
        db.execute(text("create role poor login"))
    poor = create_app(Config(**{**vars(config), "database": config.database.replace("mitsprache@", "poor@")}))
    done = run(poor)
    poor.extensions["engine"].dispose()
    with app.extensions["engine"].begin() as db:
        db.execute(text("drop role poor"))
    assert done.exit_code == 1
    assert "alter role poor createrole" in done.output
    assert "Traceback" not in done.output
    assert not config.passwords.exists()


def test_own_addresses_are_used_as_they_are(config):
    own = Config(**{**vars(config), "public_database": "postgresql+psycopg://reader@elsewhere/x"})
    made = create_app(own)
    assert made.extensions["engines"].public.url.host == "elsewhere"
    assert made.extensions["engines"].staff.url.username == roles.STAFF_ROLE


def test_the_file_of_passwords_changes_at_once_and_only_where_it_must(tmp_path):
    file = tmp_path / "deep" / "pgpass"
    passfile.keep(file, {"a": "1", "b": "2"})
    passfile.keep(file, {"b": "3"})
    assert file.read_text() == "*:*:*:a:1\n*:*:*:b:3\n"
    assert [each.name for each in file.parent.iterdir()] == ["pgpass"]

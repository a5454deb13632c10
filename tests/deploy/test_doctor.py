"""The doctor, before things that are really broken: it says what, and what to do."""

import http.server
import json
import os
import shutil
import ssl
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import text

from app.config import Config
from app.store import epochs, migrate, roles
from app.store.engine import connect
from app.web.clock import now
from app.web.db import engines_of
from app.web.doctor import backups, command, database, files, machine, network, services, settings
from app.web.doctor.finding import Installation, State
from setup import deploy
from tests.deploy.servers import ROOT, database_url, free_port
from tests.services import certificates, postgres


@pytest.fixture
def here(tmp_path):
    """A small installation in which nothing is wrong."""
    state = tmp_path / "state"
    state.mkdir(mode=0o700)
    url = f"sqlite:///{state}/mitsprache.db"
    config = Config(database=url, instance=str(state), address="https://mitsprache.kreis.example")
    return Installation(config, connect(url), engines_of(config), root=tmp_path)


def changed(here, **given):
    return replace(here, config=replace(here.config, **given))


def found(check, here, state=State.WRONG):
    return [finding.said for finding in check(here) if finding.state == state]


def put(here, path, words, mode=0o644):
    file = here.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(words)
    file.chmod(mode)
    return file


# -- settings


@pytest.mark.parametrize(
    ("check", "given"),
    [
        (settings.address, {"address": ""}),
        (settings.address, {"address": "http://mitsprache.kreis.example"}),
        (settings.address, {"address": "https://kreis.example/mitsprache"}),
        (settings.cookies, {"secure_cookies": False}),
        (settings.secrets, {"secret": "sesame"}),
        (settings.secrets, {"mail_password": "sesame"}),
        (settings.mails, {"mail_server": "mail.kreis.example", "mail_encryption": "none"}),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(here, check, given):
    assert len(found(check, changed(here, **given))) == 1
    assert found(check, here) == []


def test_what_was_never_changed_is_asked_about(here):
    assert found(settings.names, here, State.HINT)
    assert not found(settings.names, changed(here, contact="Kreis Plön"), State.HINT)
    assert found(settings.second_step, here, State.HINT)
    assert not found(settings.second_step, changed(here, second_factor="admin, designer"), State.HINT)


# -- files


@pytest.mark.parametrize(
    ("name", "mode", "said"),
    [("secret", 0o644, "chmod 600"), ("pgpass", 0o640, "chmod 600"), ("keys/gut.key", 0o604, "chmod 600"),
     ("keys", 0o755, "chmod 700"), (".", 0o750, "chmod 700"), ("mitsprache-inbox.db", 0o644, "chmod 600")],
)  # fmt: skip
def test_a_secret_others_may_read_is_named(here, name, mode, said):
    folder = here.config.instance_path
    for each in ("secret", "pgpass", "keys/gut.key", "mitsprache.db", "mitsprache-inbox.db"):
        put(here, folder / each, "sesame", 0o600)
    (folder / "keys").chmod(0o700)
    assert found(files.private, here) == []
    (folder / name).chmod(mode)
    (said_now,) = found(files.private, here)
    assert said in said_now


def test_a_file_of_somebody_else_is_named(here):
    file = put(here, here.config.instance_path / "secret", "sesame", 0o600)
    if os.geteuid() == 0:
        os.chown(file, 1, 1)
    else:
        file.unlink()
        file.symlink_to("/proc/1/limits")  # of root, for all to read
    assert any("chown" in said for said in found(files.private, here))


def test_an_installation_without_its_folder_is_told_how_to_make_it(here):
    here.config.instance_path.rmdir()
    (said,) = found(files.private, here)
    assert said.endswith(f"install -d -m 700 -o mitsprache {here.config.instance_path}")


@pytest.mark.parametrize(
    ("words", "mode", "wrongs"),
    [
        ('MITSPRACHE_SITE_NAME="Kreis"\n#MITSPRACHE_SECRET=no\n', 0o644, 0),
        ("MITSPRACHE_SECRET=sesame\n", 0o644, 1),
        ('MITSPRACHE_MAIL_PASSWORD="sesame"\n', 0o644, 1),
        ("MITSPRACHE_DATABASE=postgresql+psycopg://me:sesame@db/mitsprache\n", 0o644, 1),
        ('MITSPRACHE_SITE_NAME="Kreis"\n', 0o646, 1),
    ],
)
def test_settings_everyone_may_read_hold_no_secret_and_nobody_may_change_them(here, words, mode, wrongs):
    put(here, "etc/mitsprache.env", words, mode)
    assert len(found(files.settings_file, here)) == wrongs


def test_the_settings_as_deployed_are_fine(here):
    deploy.fill(here.root / "etc")
    shutil.move(here.root / "etc/settings.env", here.root / "etc/mitsprache.env")
    assert found(files.settings_file, here, State.OK)


def test_the_password_of_the_mail_server_is_for_one_service(here):
    put(here, "etc/mitsprache-mail.env", "MITSPRACHE_MAIL_PASSWORD=sesame", 0o640)
    assert len(found(files.mail_settings, here)) == 1


def test_words_and_files_that_were_not_made_again_are_named(here):
    program = replace(here, project=here.root)
    po = put(here, "translations/uk/LC_MESSAGES/messages.po", "")
    assert "uk" in found(files.translations, program)[0]
    shutil.copy(po, po.with_suffix(".mo"))
    assert found(files.translations, program) == []
    css = put(here, "app/web/static/mitsprache.css", "")
    assert found(files.static, program)
    shutil.copy2(css, f"{css}.gz")
    assert found(files.static, program) == []
    os.utime(css, (1, 1))
    assert "mitsprache.css" in found(files.static, program)[0]


# -- the machine


def test_a_clock_nobody_sets_is_named(here):
    assert machine.told(machine.TIME_ERROR).state == State.WRONG
    assert machine.told(0).state == State.OK
    assert machine.told(-1).state == State.HINT
    assert len([*machine.clock(here)]) == 1  # this machine's own


def test_a_disk_that_fills_up_is_named(here):
    assert machine.room(here.root, enough=1, share=0).state == State.OK
    assert "Platz schaffen" in machine.room(here.root, enough=10**18, share=0).said
    if os.statvfs(here.root).f_files:  # some file systems count none
        assert "Inodes" in machine.room(here.root, enough=1, share=2).said


def test_memory_that_is_written_down_is_named(here):
    head = "Filename Type Size Used Priority\n"
    put(here, "proc/swaps", f"{head}/dev/zram0 partition 1 0 -2\n")
    assert found(machine.swap, here) == []
    put(here, "proc/swaps", f"{head}/dev/sda5 partition 1 0 -2\n")
    assert "/dev/sda5" in found(machine.swap, here)[0]
    for pattern, wrongs in (("core", 0), ("|/usr/lib/systemd/systemd-coredump %P", 0), ("|/usr/bin/apport %p", 1)):
        put(here, "proc/sys/kernel/core_pattern", pattern)
        assert len(found(machine.core_dumps, here)) == wrongs


def test_missing_fonts_and_other_versions_are_named(here):
    assert "fonts-dejavu-core" in found(machine.fonts, here)[0]
    put(here, "usr/share/fonts/deja.ttf", "")
    assert found(machine.fonts, here) == []
    put(here, "requirements.lock", "flask==0.1 \\\n    --hash=x\nbrotlicffi==9 ; python_version < '3' \\\n")
    assert found(machine.versions, replace(here, project=here.root)) == [
        "Andere Fassungen als geprüft: flask. make setup"
    ]


# -- the servers around the program


@pytest.fixture
def deployed(here):
    deploy.fill(here.root / "filled")
    put(here, "etc/nginx/nginx.conf", (here.root / "filled/nginx.conf").read_text())
    put(here, "etc/systemd/journald.conf", "[Journal]\n#MaxRetentionSec=0\n")
    put(here, "etc/systemd/journald.conf.d/mitsprache.conf", (here.root / "filled/journald.conf").read_text())
    return here


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("access_log off;", "access_log /var/log/nginx/access.log;"),
        ("error.log emerg;", "error.log error;"),
        ("client_body_buffer_size 320k;", "client_body_buffer_size 8k;"),
        ("proxy_pass_request_headers off;", "proxy_pass_request_headers on;"),
        ("proxy_set_header Connection", "proxy_set_header X-Real-IP $remote_addr; proxy_set_header Connection"),
        ("server_tokens off;", ""),
    ],
)
def test_an_nginx_that_writes_or_tells_who_asks_is_named(deployed, before, after):
    assert found(services.nginx, deployed, State.OK)
    file = deployed.root / "etc/nginx/nginx.conf"
    assert before in file.read_text()
    file.write_text(file.read_text().replace(before, after))
    assert found(services.nginx, deployed)


@pytest.mark.parametrize("more", ["MaxRetentionSec=1month", "MaxRetentionSec=30day", "ForwardToSyslog=yes"])
def test_a_journal_that_does_not_forget_is_named(deployed, more):
    assert found(services.journal, deployed, State.OK)
    put(deployed, "etc/systemd/journald.conf.d/zz.conf", f"[Journal]\n{more}\n")
    assert found(services.journal, deployed)


def test_a_journal_nobody_has_set_is_named(here):
    assert found(services.journal, here)


def test_a_second_log_is_named(here):
    assert not found(services.loggers, here, State.HINT)
    put(here, "usr/sbin/rsyslogd", "")
    assert "rsyslog" in found(services.loggers, here, State.HINT)[0]


def test_a_gunicorn_that_logs_requests_is_named(here):
    assert found(services.gunicorn, here) == []
    words = (ROOT / "gunicorn.conf.py").read_text()
    put(here, "gunicorn.conf.py", words.replace("accesslog = None", 'accesslog = "-"'))
    assert found(services.gunicorn, replace(here, project=here.root))


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("ActiveState=active\nLimitCORE=0\nMemorySwapMax=0\n", State.OK),
        ("ActiveState=failed\nLimitCORE=0\nMemorySwapMax=0\n", State.WRONG),
        ("ActiveState=active\nLimitCORE=infinity\nMemorySwapMax=0\n", State.WRONG),
        ("ActiveState=active\nLimitCORE=0\nMemorySwapMax=infinity\n", State.WRONG),
    ],
)
def test_a_service_that_is_away_or_unprotected_is_named(told, state):
    """As `systemctl show` writes it."""
    assert services.judged("nginx.service", told).state == state


def test_only_services_that_are_needed_are_looked_at(here):
    assert len(services.wanted(here)) == 3
    assert "mitsprache-mail.service" in services.wanted(changed(here, mail_server="mail.kreis.example"))


def test_a_backup_that_is_older_than_the_last_seal_is_named(here):
    assert len(found(backups.recipients, here, State.HINT)) == 2
    folder, two_days_ago = here.root / "backups", now() - timedelta(days=2)
    assert backups.kept_up(folder, two_days_ago).state == State.WRONG  # there is none
    file = put(here, "backups/mitsprache-2026-11-29-1f3a9c2b.tar.gz.age", "")
    assert backups.kept_up(folder, two_days_ago).state == State.OK
    old = time.time() - 3 * 24 * 3600
    os.utime(file, (old, old))
    assert backups.kept_up(folder, two_days_ago).state == State.WRONG
    assert backups.kept_up(folder, now()).state == State.OK  # it has until tomorrow
    assert backups.kept_up(folder, None).state == State.OK


# -- the database


def installed(engine, here):
    config = replace(here.config, database=engine.url.render_as_string(hide_password=False), job_seconds=0)
    return Installation(config, engine, engines_of(config), root=here.root)


def test_a_database_of_another_schema_is_named(engine, here):
    there = installed(engine, here)
    assert found(database.owner, there) == []
    for revision, state in (("0001", State.WRONG), ("later", State.HINT)):
        with engine.begin() as db:
            db.execute(text(f"update alembic_version set version_num = '{revision}'"))
        assert [finding.state for finding in database.owner(there)] == [state]


def test_sqlite_knows_no_roles(here):
    assert found(database.rights, here, State.HINT)
    assert (found(database.doors, here), found(database.quiet, here)) == ([], [])


@pytest.fixture
def postgresql():
    """An empty database of the newest schema, with the roles."""
    with postgres.database() as url:
        made = connect(url)
        with made.begin() as db:
            roles.create(db)
        migrate.upgrade(made)
        yield made
        made.dispose()


@pytest.mark.postgres
def test_a_role_that_may_more_or_less_than_it_should_is_named(postgresql, here):
    engine, there = postgresql, installed(postgresql, here)
    assert (found(database.rights, there), found(database.doors, there)) == ([], [])
    for spoil, said in (
        ("grant select on inbox to mitsprache_public", "+ select inbox."),
        ("grant truncate on releases to mitsprache_staff", "+ truncate releases."),
        ("revoke update (state) on voices from mitsprache_staff", "- update voices.state"),
        (f"grant execute on function {roles.SUBMIT} to mitsprache_public", "execute submit"),
    ):
        with engine.begin() as db:
            db.execute(text(spoil))
        (told,) = found(database.rights, there)
        assert said in told
        with engine.begin() as db:
            roles.grant(db)
    with engine.begin() as db:
        db.execute(text("revoke all on all tables in schema public from mitsprache_staff"))
    assert found(database.doors, there) == ["mitsprache_staff kommt nicht herein: mitsprache db roles"]
    there.engines.dispose()


@pytest.mark.postgres
def test_a_postgresql_that_writes_answers_down_is_named(site, here):
    engine = connect(database_url(site.postgres))
    there = installed(engine, here)
    assert found(database.quiet, there) == []
    try:
        _as_owner(engine, "alter database mitsprache set log_statement = 'all'")
        _as_owner(engine, "create extension pg_stat_statements")
        engine.dispose()  # a new connection begins with what the database says
        assert [said.split(",")[0] for said in found(database.quiet, there)] == [
            "PostgreSQL: log_statement ist all",
            "PostgreSQL hebt Abfragen auf: drop extension pg_stat_statements",
        ]
    finally:
        _as_owner(engine, "alter database mitsprache reset log_statement")
        _as_owner(engine, "drop extension if exists pg_stat_statements")
        engine.dispose()


def _as_owner(engine, statement):
    with engine.begin() as db:
        db.execute(text(statement))


def test_a_release_that_does_not_come_is_named_and_no_time_with_it(app, here):
    there = installed(app.extensions["engine"], here)
    assert found(database.jobs, there) == []
    with there.owner.begin() as db:
        epochs.add(db, epochs.Epoch("gut-leben", 1, datetime(2026, 3, 1, 12), True, False))  # noqa: DTZ001  the store's
    (said,) = found(database.jobs, there)
    assert said == "gut-leben: eine Veröffentlichung ist überfällig: systemctl status mitsprache-jobs"


def test_a_database_that_is_away_is_named(here):
    url = f"postgresql+psycopg://mitsprache@/mitsprache?host={here.root}"
    there = changed(here, database=url)
    away = connect(url)
    assert "antwortet nicht" in found(database.owner, replace(there, owner=away))[0]
    away.dispose()


# -- the network


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return certificates.authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusted(authority, monkeypatch):
    """Our authority is one this machine believes."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))


def spoken(certificate, key):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context


class Healthy(http.server.BaseHTTPRequestHandler):
    status, heads = 200, (("Strict-Transport-Security", "max-age=1"),)

    def do_GET(self):
        self.send_response(self.status)
        for head in self.heads:
            self.send_header(*head)
        self.end_headers()

    def log_message(self, *_):
        pass


class Ill(Healthy):
    status, heads = 503, ()


@contextmanager
def served(context, answers=Healthy):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), answers)
    server.handle_error = lambda *_: None  # a visitor who does not believe us hangs up
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"https://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("trusted")
def test_a_good_certificate_is_praised(here, authority):
    with served(spoken(*authority.sign("localhost"))) as address:
        there = changed(here, address=address)
        assert found(network.site, there) == []
        assert found(network.site, there, State.OK) == ["Das Zertifikat gilt noch 89 Tage.", "Die Seite antwortet."]


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("name", "days", "said"),
    [
        ("localhost", 20, "läuft in 19 Tagen ab"),
        ("localhost", -2, "certificate has expired"),
        ("elsewhere.example", 90, "Hostname mismatch"),
    ],
)
def test_a_certificate_that_ends_or_is_for_another_is_named(here, authority, name, days, said):
    with served(spoken(*authority.sign(name, days))) as address:
        (told,) = found(network.site, changed(here, address=address))
    assert said in told


def test_a_certificate_nobody_believes_is_named(here, authority):
    with served(spoken(*authority.sign("localhost"))) as address:
        (told,) = found(network.site, changed(here, address=address))
    assert "unable to get local issuer" in told


@pytest.mark.usefixtures("trusted")
def test_a_site_that_is_ill_or_away_is_named(here, authority):
    with served(spoken(*authority.sign("localhost")), Ill) as address:
        told = found(network.site, changed(here, address=address))
    assert ["503" in told[0], "Strict-Transport-Security" in told[1]] == [True, True]
    (told,) = found(network.site, changed(here, address=f"https://localhost:{free_port()}"))
    assert "antwortet nicht" in told


@contextmanager
def mail_server(**how):
    running = Controller(object(), hostname="127.0.0.1", port=free_port(), **how)
    running.start()
    try:
        yield f"localhost:{running.port}"
    finally:
        running.stop()


@pytest.mark.usefixtures("trusted")
def test_a_mail_server_is_asked_without_a_mail(here, authority):
    with mail_server(tls_context=spoken(*authority.sign("localhost"))) as server:
        there = changed(here, mail_server=server)
        assert found(network.mail_server, there, State.OK) == ["Der Mailserver localhost nimmt Mails an."]
        assert found(network.mail_server, replace(there, offline=True), State.HINT)
    assert "antwortet nicht" in found(network.mail_server, there)[0]


@pytest.mark.usefixtures("trusted")
def test_a_mail_server_without_encryption_or_with_a_bad_certificate_is_named(here, authority):
    with mail_server() as server:
        assert "kann kein STARTTLS" in found(network.mail_server, changed(here, mail_server=server))[0]
    with mail_server(tls_context=spoken(*authority.sign("localhost", -2))) as server:
        assert "certificate has expired" in found(network.mail_server, changed(here, mail_server=server))[0]


# -- all of it


def test_the_command_says_a_line_for_each_and_fails_when_something_is_wrong(app):
    run = app.test_cli_runner().invoke(args=["doctor", "--offline"])
    assert run.exit_code == 1
    lines = run.output.splitlines()
    assert {line.split()[0] for line in lines} == {"ok", "Hinweis", "Fehler"}
    assert any(line.startswith("Fehler  MITSPRACHE_ADDRESS=''") for line in lines)
    told = json.loads(app.test_cli_runner().invoke(args=["doctor", "--offline", "--json"]).output)
    assert [f"{one['state']:8}{one['said']}" for one in told] == lines
    assert not [line for line in lines if "ließ sich nicht prüfen" in line]


def test_a_check_that_breaks_keeps_no_other_from_being_made(here):
    told = [finding.said for finding in command.examined(replace(here, project=here.root / "nowhere"))]
    assert "machine.versions ließ sich nicht prüfen: FileNotFoundError" in told
    assert any("MITSPRACHE_CONTACT" in said for said in told)

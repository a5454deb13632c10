"""Health for everyone, a little more for operators, and arrivals for nobody."""

import os
import re
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families as parse
from sqlalchemy import text

from app.store import outbox, roles
from app.web import condition
from app.web.clock import now
from app.web.jobs import Runner
from tests.leaks import scan
from tests.leaks.test_freeze import ANSWERS, people_answer
from tests.services import postgres

TOKEN = "a token for tests"
ASKED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def watched(app):
    app.config["MITSPRACHE"] = replace(app.config["MITSPRACHE"], metrics_token=TOKEN)
    return app


def metrics(app):
    answer = app.test_client().get("/metrics", headers=ASKED)
    assert answer.status_code == 200
    return answer.text


def values(words):
    return {sample.name.removeprefix("mitsprache_"): sample.value for each in parse(words) for sample in each.samples}


def status(app):
    return app.test_cli_runner().invoke(args=["status"])


def test_a_process_lives_while_its_database_is_away(app, client):
    assert [client.get(path).status_code for path in ("/health", "/health/live", "/health/ready")] == [200] * 3
    with away(app):
        answer = client.get("/health")
        assert (answer.status_code, answer.text) == (503, "not ready\n")  # and not a word about why
        assert client.get("/health/live").text == "ok\n"
        assert status(app).exit_code == 1


@contextmanager
def away(app):
    """The database lets nobody in, or its file is gone."""
    engine = app.extensions["engine"]
    for each in (engine, *vars(app.extensions["engines"]).values()):
        each.dispose()
    if engine.dialect.name == "postgresql":
        with postgres.closed(postgres.name_of(str(engine.url))):
            yield
        return
    file = Path(engine.url.database)
    gone = file.rename(f"{file}.away")
    yield
    gone.rename(file)


def test_a_database_of_another_schema_is_not_ready(app, client):
    with app.extensions["engine"].begin() as db:
        db.execute(text("update alembic_version set version_num = '0001'"))
    assert client.get("/health").status_code == 503
    assert "flask --app wsgi db upgrade" in status(app).output


def test_a_role_without_its_rights_is_not_ready(app, client):
    if app.extensions["engine"].dialect.name == "postgresql":
        with app.extensions["engine"].begin() as db:
            db.execute(text(f"revoke execute on function {roles.SUBMIT} from {roles.ANSWER_ROLE}"))
        assert client.get("/health").status_code == 503
        assert f"{roles.ANSWER_ROLE} may not do its work" in status(app).output


def test_a_full_disk_or_a_lost_secret_is_not_ready(app, client, monkeypatch, tmp_path):
    kept = app.config["MITSPRACHE"]
    app.config["MITSPRACHE"] = replace(kept, secret="")
    assert client.get("/health").status_code == 503
    (tmp_path / "secret").write_text("here")
    assert client.get("/health").status_code == 200
    monkeypatch.setattr(condition, "LEAST_FREE", 10**18)
    assert client.get("/health").status_code == 503
    assert "nearly full" in status(app).output


def test_metrics_are_for_those_who_have_the_token(app, watched):
    client = app.test_client()
    for given in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": "ä"}):
        assert client.get("/metrics", headers=given).status_code == 404, given
    assert "mitsprache_ready 1.0" in metrics(app)
    app.config["MITSPRACHE"] = replace(app.config["MITSPRACHE"], metrics_token="")
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_nobody_who_watches_sees_anyone_arrive(app, watched, tmp_path):
    runner, moment = Runner(app.extensions["engine"], tmp_path / "keys"), now()
    runner.once(moment)
    before = (metrics(app), status(app).output)
    for person in range(19):
        people_answer(app, 1, first=person)
        assert (metrics(app), status(app).output) == before, person
    runner.once(moment)
    assert (metrics(app), status(app).output) == before

    # The control: one more, and there is a release.
    people_answer(app, 1, first=19)
    assert len(runner.once(moment)) == 1
    assert values(metrics(app))["release_number"] == 1
    assert "gut-leben: last sealed today, last release today" in status(app).output
    words = [ANSWERS["zuerst"], *scan.seconds_of(moment)]
    assert scan.found(words, {"metrics": metrics(app).encode(), "status": status(app).output.encode()}) == {}


def test_what_needs_looking_after_is_said_and_told_by_the_exit_status(app, watched, tmp_path):
    people_answer(app, 20, first=0)
    runner = Runner(app.extensions["engine"], tmp_path / "keys")
    assert runner.once(now() - timedelta(days=9))
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / f"mitsprache-{condition.day_of(now())}-00000000.tar.gz.age").touch()
    good = status(app)
    assert (good.exit_code, good.output.count("!")) == (0, 0), good.output
    assert "last sealed 9 days ago" in good.output
    assert {"jobs_at_work": 1, "backup_days": 0, "sealed_days": 9, "mails_waiting": 0}.items() <= values(
        metrics(app)
    ).items()

    with app.extensions["engine"].begin() as db:
        outbox.add(db, "kim@example.org", "s", "b", now())
        db.execute(text("update outbox set tries = 5"))
    (tmp_path / "keys" / "gut-leben.key").unlink()
    an_hour_ago = time.time() - 3600
    os.utime(tmp_path / "jobs-alive", (an_hour_ago, an_hour_ago))
    (file,) = (tmp_path / "backups").iterdir()
    file.rename(file.with_name(re.sub(r"\d{4}-\d\d-\d\d", "2026-01-01", file.name)))
    bad = status(app)
    assert bad.exit_code == 1
    for words in ("Mails do not go out", "Keys are missing", "job runner has finished no round", "backup is old"):
        assert words in bad.output, bad.output


def test_a_clock_that_went_back_is_noticed(app, watched, tmp_path):
    people_answer(app, 20, first=0)
    Runner(app.extensions["engine"], tmp_path / "keys").once(now() + timedelta(days=2))
    assert "The clock is wrong" in status(app).output
    assert values(metrics(app))["clock_plausible"] == 0

"""Whether this installation lives and works: for everyone yes or no, for operators a little more, for nobody a count
of visits."""

from __future__ import annotations

import hmac

import click
from flask import Blueprint, Response, abort, current_app, request
from flask.cli import with_appcontext
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from app.config import Config
from app.store.engine import reading
from app.web import condition, metrics
from app.web.clock import now
from app.web.condition import Condition
from app.web.db import engine, staff_reading

bp = Blueprint("health", __name__)

OLD_BACKUP = 7  # days; without a seal there may be none for a while, but an operator should look


@bp.get("/health/live")
def live() -> ResponseReturnValue:
    """This process answers. Nothing else is asked: who restarts it because a database is away makes it worse."""
    return _plain("ok")


@bp.get("/health")
@bp.get("/health/ready")
def ready() -> ResponseReturnValue:
    """200 when people can answer and read, else 503. What is wrong the operators are told by `flask status`."""
    wrong = list(condition.not_ready(_config()))
    return (_plain("not ready"), 503) if wrong else _plain("ok")


@bp.get("/metrics")
def measured() -> ResponseReturnValue:
    """For Prometheus, with the token only operators have; nginx hands on no such header, so not from outside."""
    token = _config().metrics_token
    if not token or not hmac.compare_digest(
        request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()
    ):
        abort(404)
    works = not list(condition.not_ready(_config()))
    with staff_reading() as db:
        found = condition.of(db, _config(), now())
    return Response(metrics.text(found, works), content_type=metrics.CONTENT_TYPE)


def _plain(word: str) -> Response:
    answer = Response(f"{word}\n", mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@click.command("status")
@click.option("--metrics", "for_prometheus", is_flag=True, help="In Prometheus' format, for its textfile collector.")
@with_appcontext
def tell_status(for_prometheus: bool) -> None:
    """How this installation goes; exit status 1 when someone should look after it."""
    wrong = list(condition.not_ready(_config()))
    try:
        with reading(engine()) as db:
            found = condition.of(db, _config(), now())
    except DBAPIError:
        raise click.ClickException("\n".join(wrong)) from None
    if for_prometheus:
        click.echo(metrics.text(found, not wrong), nl=False)
        return
    for line in _lines(found):
        click.echo(line)
    wrong += _worrying(found)
    for problem in wrong:
        click.echo(f"! {problem}")
    raise SystemExit(1 if wrong else 0)


def _lines(found: Condition) -> list[str]:
    newest = [
        f"{slug}: last sealed {_ago(days)}, last release {_ago(found.released.get(slug))}"
        for slug, days in found.sealed.items()
    ]
    return [
        *(newest or ["Nothing was sealed yet."]),
        f"disk: at least {found.disk_free} GB free",
        f"mails waiting: {found.mails}, tried at most {found.tries} times",
        f"newest backup: {_ago(found.backup_age)}",
        f"job runner: {'at work' if found.jobs else 'not at work'}",
    ]


def _worrying(found: Condition) -> list[str]:
    worries = {
        "The clock is wrong, or nothing sets it: timedatectl": not found.clock,
        "The job runner has finished no round for 15 minutes: systemctl status mitsprache-jobs": not found.jobs,
        "The newest backup is old, or there is none: systemctl status mitsprache-backup": found.sealed
        and (found.backup_age is None or found.backup_age > OLD_BACKUP),
        "Mails do not go out: systemctl status mitsprache-mail": found.tries > 3,
        f"Keys are missing, nothing more is released of {', '.join(found.keyless)}": found.keyless,
    }
    return [words for words, true in worries.items() if true]


def _ago(days: int | None) -> str:
    match days:
        case None:
            return "never"
        case 0:
            return "today"
        case 1:
            return "yesterday"
        case _:
            return f"{days} days ago"


def _config() -> Config:
    found: Config = current_app.config["MITSPRACHE"]
    return found

"""The commands of operators: flask --app wsgi …"""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.exc import ProgrammingError

from app.config import Config
from app.domain.check import check
from app.domain.consultation import Consultation
from app.domain.document import load as load_document
from app.domain.questionnaire import dump, load
from app.domain.sentence import Problem
from app.store import consultations, conversation_releases, migrate, questionnaires, releases
from app.store.engine import reading
from app.traces import keep_quiet
from app.web import event_reminders, jobs, keys, mail, newsletter, passfile, serve
from app.web.backup.commands import backup_key, run_backup, run_restore
from app.web.clock import now, today
from app.web.db import engine, staff_engine
from app.web.doctor.command import doctor
from app.web.health import tell_status
from app.web.population import population_commands
from app.web.results.data.command import check_release
from app.web.staff_commands import staff_commands


def init_app(app: Flask) -> None:
    for command in (
        run_everything,
        run_jobs,
        run_mail,
        database,
        doctor,
        questionnaire_commands,
        release_commands,
        check_release,
        consultation_commands,
        population_commands,
        staff_commands,
        backup_key,
        run_backup,
        run_restore,
        tell_status,
    ):
        app.cli.add_command(command)


def _config() -> Config:
    found: Config = current_app.config["MITSPRACHE"]
    return found


@click.command("serve")
@click.option("--demo", is_flag=True, help="Its own database with 1,200 simulated respondents.")
@click.pass_context
def run_everything(context: click.Context, demo: bool) -> None:
    """Prepare the database, load the example, start web server and job runner."""
    with context.obj.load_app().app_context():
        config = _config()
    sys.exit(serve.serve(config, demo))


@click.command("jobs")
@click.option("--once", is_flag=True, help="Do what is due and stop, for a timer.")
@click.pass_context
def run_jobs(context: click.Context, once: bool) -> None:
    """Seal and release what is due, again and again."""
    if not once:  # in the place of this process, which holds a web server
        os.execv(sys.executable, [sys.executable, "-m", "app.web.runner"])  # noqa: S606
    keep_quiet(logging.INFO)
    with context.obj.load_app().app_context():
        runner = jobs.Runner(engine(), _config().keys)
        runner.once(now())
        runner.tidy(now())
        while runner.try_protection():
            pass


@click.command("mail")
@click.option("--once", is_flag=True, help="Send what is due and stop, for a timer.")
@click.pass_context
def run_mail(context: click.Context, once: bool) -> None:
    """Send the mails that wait in the outbox, again and again."""
    keep_quiet(logging.INFO)
    with context.obj.load_app().app_context():
        config = _config()
        if not config.mail_server:
            raise click.ClickException("There is no mail server: set MITSPRACHE_MAIL_SERVER.")
        postman = mail.Postman(staff_engine(), config, (newsletter.send_due, event_reminders.do_what_is_due))
        postman.once(now()) if once else postman.run(config.job_seconds)


database = AppGroup("db", help="The database.")


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest schema."""
    migrate.upgrade(engine())


@database.command("roles")
def make_roles() -> None:
    """PostgreSQL: create the four roles of the web server and grant each what it may do, as often as you like."""
    if engine().dialect.name != "postgresql":
        click.echo("SQLite has no roles: nothing to do.")
        return
    try:
        done = passfile.make_roles(engine(), _config().passwords)
    except ProgrammingError as error:
        owner = engine().url.username
        raise click.ClickException(f"{error.orig}\nAs an administrator: alter role {owner} createrole") from None
    for sentence in done:
        click.echo(sentence)


questionnaire_commands = AppGroup("questionnaire", help="Questionnaires as JSON files.")


@questionnaire_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--publish", is_flag=True, help="Publish it at once.")
def import_questionnaire(file: Path, publish: bool) -> None:
    """Load FILE as a new questionnaire, or as the next draft of the one with the same short name."""
    try:
        wanted = load(_json(file))
    except Problem as problem:
        raise click.ClickException(str(problem)) from None
    with engine().begin() as db:
        known = questionnaires.draft(db, wanted.slug)
        if known:
            questionnaires.save(db, wanted.slug, wanted, known.revision)
        else:
            questionnaires.add(db, wanted)
    click.echo(f"Draft of {wanted.slug} saved.")
    if publish:
        _publish(wanted.slug)


def _publish(slug: str) -> None:
    with engine().begin() as db:
        draft = questionnaires.draft(db, slug)
        if draft is None:
            raise click.ClickException(f"There is no questionnaire {slug}.")
        problems = list(check(draft.questionnaire))
        if problems:
            raise click.ClickException("Not published:\n" + "\n".join(f"  {problem}" for problem in problems))
        number = questionnaires.publish(db, draft, today())
    click.echo(f"Version {number} of {slug} published.")


@questionnaire_commands.command("export")
@click.argument("slug")
@click.option("--published", is_flag=True, help="The newest published version instead of the draft.")
def export_questionnaire(slug: str, published: bool) -> None:
    """Print a questionnaire as JSON."""
    with reading(engine()) as db:
        found = questionnaires.published(db, slug) if published else questionnaires.draft(db, slug)
    if found is None:
        raise click.ClickException(f"There is no questionnaire {slug}.")
    click.echo(json.dumps(dump(found.questionnaire), ensure_ascii=False, indent=1))


@questionnaire_commands.command("publish")
@click.argument("slug")
def publish_questionnaire(slug: str) -> None:
    """Publish the draft, unless something is missing."""
    _publish(slug)


@questionnaire_commands.command("close")
@click.argument("slug")
def close_questionnaire(slug: str) -> None:
    """Take no more answers."""
    with engine().begin() as db:
        questionnaires.set_state(db, slug, "closed")


release_commands = AppGroup("releases", help="What was published.")


@release_commands.command("verify")
def verify_releases() -> None:
    """Check that every release is as it was published and follows the one before."""
    with engine().connect() as db:
        slugs = [version.slug for version in questionnaires.all_published(db)]
        broken = {slug: number for slug in slugs if (number := releases.broken(db, slug))}
        for name, slug in conversation_releases.by_key_name(db).items():
            slugs.append(name)
            if number := conversation_releases.broken(db, slug):
                broken[name] = number
    for slug, number in broken.items():
        click.echo(f"Release {number} of {slug} was changed after it was published, or one before it is missing.")
    if broken:
        raise click.ClickException("Restore the database from a backup and compare.")
    click.echo(f"The releases of {len(slugs)} questionnaires and votes are as they were published.")


@release_commands.command("forget-key")
@click.argument("slug")
def forget_key(slug: str) -> None:
    """Delete the key of a closed questionnaire. Nothing more can be released of it."""
    with engine().connect() as db:
        version = questionnaires.published(db, slug)
    if version is None or version.open:
        raise click.ClickException(f"{slug} is not closed: its key is still needed.")
    keys.forget(_config().keys, slug)
    click.echo(f"The key of {slug} is deleted. Delete it from the backups of the keys, too.")


consultation_commands = AppGroup("consultation", help="The process around the questionnaires.")


@consultation_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_consultation(file: Path) -> None:
    """Load FILE as a consultation and publish it at once, unless something is missing."""
    try:
        process = load_document(Consultation, _json(file))
        for problem in process.check():
            raise problem
    except Problem as problem:
        raise click.ClickException(str(problem)) from None
    with engine().begin() as db:
        consultations.publish(db, process, today())


def _json(file: Path) -> object:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{file} is not JSON: {error}") from None

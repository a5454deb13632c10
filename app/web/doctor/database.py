"""Whether the database answers, is of the newest schema, lets everyone do what they may and keeps nothing besides."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.domain.profile import PROFILES
from app.store import epochs, migrate, questionnaires, releases, responses, roles, server
from app.store.engine import reading
from app.web.clock import day_of, now
from app.web.doctor.finding import Finding, Installation, hint, ok, wrong

LINE = re.compile(r"^([a-z_]+) = '?([^'#\n]*?)'?\s*(?:#.*)?$", re.MULTILINE)
# What makes PostgreSQL write down answers or times, or lose what was acknowledged; the rest may be tuned.
GUARDED = re.compile(
    r"log_(?!.*(directory|filename|destination|timezone|file_mode))|debug_|track_|archive_|wal_keep|wal_recycle"
    r"|fsync|synchronous_commit|full_page_writes|listen_addresses|.*_preload_libraries"
)
TELLTALE = {"pg_stat_statements", "auto_explain", "pg_stat_monitor", "pgaudit"}


def owner(here: Installation) -> Iterator[Finding]:
    try:
        if migrate.is_current(here.owner):
            yield ok("Die Datenbank antwortet und hat das neueste Schema.")
        elif migrate.is_ahead(here.owner):
            yield hint("Die Datenbank ist weiter als diese Fassung: so ist es nach mitsprache-upgrade --back.")
        else:
            yield wrong("Die Datenbank hat ein älteres Schema: mitsprache db upgrade")
    except DBAPIError as error:
        yield wrong(f"Die Datenbank antwortet nicht ({type(error.orig).__name__}): systemctl status postgresql")


def doors(here: Installation) -> Iterator[Finding]:
    """Whether the roles of the web server come in. As another system user we cannot know: then /health tells it."""
    if _sqlite(here):
        return
    for engine, role in here.engines.by_role:
        why = roles.refused(engine, role)
        if "Peer authentication failed" in why:
            yield ok(f"{role} lässt PostgreSQL nur als Benutzer des Webservers herein.")
        else:
            yield wrong(f"{role} kommt nicht herein: mitsprache db roles") if why else ok(f"{role} kommt herein.")


def rights(here: Installation) -> Iterator[Finding]:
    """The rights of the roles are those of rights.py, and no more."""
    if _sqlite(here):
        yield hint("SQLite kennt keine Rollen: der Webserver könnte Antworten lesen (kleine Lösung).")
        return
    with reading(here.owner) as db:
        found = {role: [*server.other_rights(db, role)] for role in roles.existing(db)}
        powers = server.powers(db)
    for role, other in found.items():
        if other:
            yield wrong(f"{role} darf anderes als vorgesehen ({', '.join(other[:3])}): mitsprache db roles")
    if powers:
        yield hint(f"Der Besitzer der Datenbank darf zu viel ({', '.join(powers)}): alter role mitsprache nocreaterole")
    if not any(found.values()):
        yield ok("Die Rollen dürfen, was sie sollen, und nicht mehr.")


def quiet(here: Installation) -> Iterator[Finding]:
    """The running PostgreSQL has the settings of deploy/postgresql.conf that guard answers."""
    if _sqlite(here):
        return
    wanted = dict(LINE.findall((here.project / "deploy" / "postgresql.conf").read_text("utf-8")))
    with reading(here.owner) as db:
        found, extensions = server.settings(db), server.extensions(db)
    guarded = {name: value for name, value in wanted.items() if GUARDED.match(name)}
    other = {name for name, value in guarded.items() if found.get(name, value) != value}
    for name in sorted(other):
        yield wrong(
            f"PostgreSQL: {name} ist {found[name]}, soll {wanted[name]!r} sein: deploy/postgresql.conf einspielen"
        )
    if hidden := sorted(guarded.keys() - found.keys()):
        yield hint(f"Nicht zu sehen: {', '.join(hidden)}. Als postgres: grant pg_read_all_settings to mitsprache")
    for name in sorted(TELLTALE & extensions):
        yield wrong(f"PostgreSQL hebt Abfragen auf: drop extension {name}")
    if not other and not TELLTALE & extensions:
        yield ok("PostgreSQL schreibt keine Antworten und keine Zeiten auf.")


def jobs(here: Installation) -> Iterator[Finding]:
    """Whether what is due is released. Never when anything came: only that it waits too long."""
    due = _due(here)
    if due:
        time.sleep(2 * here.config.job_seconds)  # it may have become due just now
        due &= _due(here)
    for slug, _ in sorted(due):
        yield wrong(f"{slug}: eine Veröffentlichung ist überfällig: systemctl status mitsprache-jobs")
    if not due:
        yield ok("Keine Veröffentlichung ist überfällig.")


def _due(here: Installation) -> set[tuple[str, int]]:
    """Questionnaires with a release that should be there, each with the number of the last."""
    with reading(here.owner) as db:
        return {(slug, _number(db, slug)) for slug in questionnaires.slugs_published(db) if _waits(db, slug)}


def _number(db: Connection, slug: str) -> int:
    last = releases.latest(db, slug)
    return last.number if last else 0


def _waits(db: Connection, slug: str) -> bool:
    if epochs.pending(db, slug):
        return True
    version, last, before = questionnaires.published(db, slug), epochs.last(db, slug), releases.latest(db, slug)
    if version is None or not version.open or (version.last_day and day_of(now()) > version.last_day):
        return False
    profile = PROFILES[before.profile if before else version.questionnaire.profile]
    moment = last.moment if last else None
    return profile.total_due(now(), moment, responses.waiting(db, slug), version.last_day)


def _sqlite(here: Installation) -> bool:
    return here.owner.dialect.name == "sqlite"

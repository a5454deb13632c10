"""The commands of operators for backups: flask --app wsgi backup, backup-key, restore."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pyrage
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError, ProgrammingError

from app.config import Config
from app.web import passfile
from app.web.backup import folder, make, restore
from app.web.backup.agefile import Unreadable
from app.web.backup.folder import DATA, KEYS
from app.web.backup.make import Refused
from app.web.backup.restore import Restored
from app.web.clock import today
from app.web.db import engine

PAIR = """\
In {file} liegt jetzt ein privater Schlüssel. Nur mit ihm lassen sich Sicherungen öffnen.

1. Tragen Sie auf dem Server den öffentlichen Schlüssel ein, in /etc/mitsprache.env:
   {setting}="{public}"
   Er darf bekannt sein. Mehrere Schlüssel trennen Sie mit Kommas; jeder davon öffnet die Sicherung.
2. Bringen Sie {file} dorthin, wo jemand die Sicherungen verwahrt: auf zwei USB-Sticks oder
   ausgedruckt in zwei Schränke. Die Datei hat eine einzige wichtige Zeile.
3. Auf dem Server darf sie nicht bleiben. Wurde sie dort gemacht: shred --remove {file}
4. Spielen Sie einmal eine Sicherung auf einer leeren Maschine zurück, bevor Sie sich darauf verlassen.

Geht der private Schlüssel verloren, sind alle Sicherungen wertlos. Wer die Sicherungen der Datenbank öffnen kann,
soll die der Schlüssel nicht öffnen können: Machen Sie dafür mit --keys ein zweites Paar für jemand anderen.
"""
SAME = "Warning: someone can read both backups, and with both undo what protects the published numbers."
GONE = """\
Not in this backup, as it should be:
  - answers sent after these days. Nobody can tell how many there were.
  - what printed codes those people used up before the backup; codes used after it are good again.
  - sessions, links in mails, mails that waited: everyone signs in anew, and who was invited is invited again.
Look at these, for they are as they were on {day}: accounts closed since are open again, and so are links for
translators; passwords and recovery codes changed since are the old ones."""


@click.command("backup-key")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keys", is_flag=True, help="For whoever keeps the backups of the keys.")
def backup_key(file: Path, keys: bool) -> None:
    """Make a pair of keys: the private one into FILE, for whoever keeps the backups, never for this server."""
    pair = pyrage.x25519.Identity.generate()
    words = f"# Mitsprache, {today()}\n# public key: {pair.to_public()}\n{pair}\n"
    try:
        with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
            out.write(words)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    setting = "MITSPRACHE_KEY_RECIPIENTS" if keys else "MITSPRACHE_BACKUP_RECIPIENTS"
    click.echo(PAIR.format(file=file, public=pair.to_public(), setting=setting))


@click.command("backup")
@click.argument("into", metavar="[FOLDER]", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--keys", is_flag=True, help="The keys of the published numbers and the secret instead of the database.")
@click.option(
    "--now", "anyway", is_flag=True, help="Even if nothing was sealed since the last one: after printing codes."
)
@with_appcontext
def run_backup(into: Path | None, keys: bool, anyway: bool) -> None:
    """Write an encrypted backup into FOLDER, if one is due, and delete those that are too old."""
    config = _config()
    into, day = into or config.backups_path, today()
    try:
        made = make.of_keys(config, into, day) if keys else make.patiently(engine(), config, into, day, anyway)
        gone = folder.rotate(into, KEYS if keys else DATA, day)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    except OSError as error:
        raise click.ClickException(f"No backup: {error.strerror or error} ({error.filename or into})") from None
    except DBAPIError as error:
        raise click.ClickException(f"No backup: the database does not answer ({type(error.orig).__name__}).") from None
    click.echo(str(made.file) if made else "Nothing was sealed since the last backup: none is due.")
    for old in gone:
        click.echo(f"Deleted: {old.file.name}")
    if set(make.listed(config.backup_recipients)) & set(make.listed(config.key_recipients)):
        click.echo(SAME, err=True)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--identity", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--keys", is_flag=True, help="FILE holds keys.")
@with_appcontext
def run_restore(file: Path, identity: Path, keys: bool) -> None:
    """Put a backup into the empty database of this installation; IDENTITY is the file with the private key."""
    try:
        if keys:
            for place in restore.keys(_config(), engine(), file, identity):
                click.echo(f"Put back: {place}")
            return
        found = restore.database(_config(), file, identity)
    except (Refused, Unreadable) as refusal:
        raise click.ClickException(str(refusal)) from None
    except DBAPIError as error:
        raise click.ClickException(f"Not restored: {type(error.orig).__name__}") from None
    _tell(found)
    _make_roles()


def _tell(found: Restored) -> None:
    click.echo(f"Restored the backup of {found.day}. All releases have the hashes they were published with.")
    for slug, day in found.sealed.items():
        click.echo(f"  {slug}: {len(found.releases.get(slug, []))} releases; last sealed on {day}")
    click.echo(GONE.format(day=found.day))
    if found.keyless:
        click.echo(
            f"Nothing more can be released of {', '.join(found.keyless)} until the keys are back: restore --keys"
        )
    click.echo("Now compare all published numbers: flask --app wsgi recompute")


def _make_roles() -> None:
    if engine().dialect.name != "postgresql":
        return
    try:
        for sentence in passfile.make_roles(engine(), _config().passwords):
            click.echo(sentence)
    except ProgrammingError:
        owner = engine().url.username
        click.echo(f"As an administrator: alter role {owner} createrole. Then: flask --app wsgi db roles", err=True)


def _config() -> Config:
    found: Config = current_app.config["MITSPRACHE"]
    return found

"""Whether the files of an installation are whole, and private where they must be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import make_url

from app.store.engine import inbox_file
from app.web.doctor.finding import Finding, Installation, hint, ok, wrong

OTHERS = 0o077  # what group and everyone else may do
WRITE = 0o022
SECRET = re.compile(r"^\s*MITSPRACHE_\w*(PASSWORD|SECRET)=.|://[^@/\s]*:[^@/\s]+@", re.MULTILINE)


def private(here: Installation) -> Iterator[Finding]:
    """The instance folder and everything secret in it, owned by one user whom nobody can read."""
    folder = here.config.instance_path
    if not folder.is_dir():
        yield wrong(f"{folder} fehlt: install -d -m 700 -o mitsprache {folder}")
        return
    problems = [*_open(_kept(here)), *_foreign(folder)]
    yield from problems or [ok(f"{folder} und Geheimnisse darin sind nur für ihren Besitzer lesbar.")]


def _kept(here: Installation) -> Iterator[Path]:
    config = here.config
    yield config.instance_path
    yield from (path for path in (config.instance_path / "secret", config.passwords, config.keys) if path.exists())
    yield from config.keys.glob("*.key")
    if make_url(config.database_url).get_backend_name() == "sqlite":
        main = Path(str(make_url(config.database_url).database))
        yield from (file for file in (main, inbox_file(config.database_url)) if file.exists())


def _open(paths: Iterable[Path]) -> Iterator[Finding]:
    for path in paths:
        if path.stat().st_mode & OTHERS:
            yield wrong(f"{path} ist für andere offen: chmod {'700' if path.is_dir() else '600'} {path}")


def _foreign(folder: Path) -> Iterator[Finding]:
    owner = folder.stat().st_uid
    for path in folder.iterdir():
        if path.stat().st_uid != owner:
            yield wrong(f"{path} gehört jemand anderem: chown --reference={folder} {path}")


def settings_file(here: Installation) -> Iterator[Finding]:
    file = here.root / "etc/mitsprache.env"
    if not file.exists():
        yield hint(f"{file} gibt es nicht; die Einstellungen kommen von woanders.")
        return
    if file.stat().st_mode & WRITE:
        yield wrong(f"{file} kann jeder ändern: chmod 644 {file}")
    if SECRET.search(file.read_text("utf-8")):
        yield wrong(f"In {file} steht ein Passwort oder Geheimnis, und alle Dienste lesen mit. Herausnehmen.")
    else:
        yield ok(f"{file} enthält kein Geheimnis.")


def mail_settings(here: Installation) -> Iterator[Finding]:
    file = here.root / "etc/mitsprache-mail.env"
    if file.exists() and file.stat().st_mode & OTHERS:
        yield wrong(f"{file} enthält das Passwort des Mailservers: chmod 600 {file}")


def translations(here: Installation) -> Iterator[Finding]:
    files = list(here.project.glob("translations/*/LC_MESSAGES/*.po"))
    old = [file.parts[-3] for file in files if not _newer(file.with_suffix(".mo"), file)]
    if old or not files:
        yield wrong(f"Übersetzungen sind nicht gebaut ({', '.join(sorted(old)) or 'alle'}): make setup")
    else:
        yield ok(f"{len(files)} Übersetzungen sind gebaut.")


def _newer(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def static(here: Installation) -> Iterator[Finding]:
    """nginx hands out the compressed twin of a file, so an old twin is an old page."""
    twins = list(here.project.glob("app/web/static/**/*.gz"))
    old = [twin.stem for twin in twins if not _same_time(twin, twin.with_suffix(""))]
    if old or not twins:
        yield wrong(f"Gepackte Dateien sind veraltet ({', '.join(sorted(old)) or 'alle fehlen'}): make setup")
    else:
        yield ok(f"{len(twins)} Dateien sind gepackt.")


def _same_time(twin: Path, original: Path) -> bool:
    return original.exists() and int(twin.stat().st_mtime) == int(original.stat().st_mtime)

"""The folder of backups: how its files are called, which stay, and how old the newest is.

mitsprache-2026-11-29-1f3a9c2b.tar.gz.age     a day, and a sign that is another when something was sealed
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

NAME = re.compile(r"(?P<kind>mitsprache|keys)-(?P<day>\d{4}-\d\d-\d\d)-(?P<sign>[0-9a-f]{8})\.tar\.gz\.age")
DATA, KEYS = "mitsprache", "keys"

DAYS, WEEKS = 7, 4  # of which the newest backup stays
LONGEST = timedelta(days=30)


@dataclass(frozen=True)
class Backup:
    day: date
    file: Path
    kind: str
    sign: str

    @property
    def sidecar(self) -> Path:
        """The hash of the file, as sha256sum checks it."""
        return self.file.with_name(f"{self.file.name}.sha256")


def named(folder: Path, kind: str, day: date, sign: str) -> Backup:
    return Backup(day, folder / f"{kind}-{day}-{sign}.tar.gz.age", kind, sign)


def all_of(folder: Path, kind: str) -> list[Backup]:
    """The backups of this kind, the newest first."""
    names = [NAME.fullmatch(file.name) for file in folder.iterdir()] if folder.is_dir() else []
    found = [
        named(folder, kind, date.fromisoformat(name["day"]), name["sign"])
        for name in names
        if name and name["kind"] == kind
    ]
    return sorted(found, key=lambda backup: (backup.day, backup.file.stat().st_mtime), reverse=True)


def staying(backups: Sequence[Backup], today: date) -> list[Backup]:
    """Of backups, the newest first, those to keep: the newest of each of the last days and weeks there are backups of,
    none older than LONGEST, but the newest of all whatever happens."""
    days = _newest_of_each(backups, "%Y-%m-%d")[:DAYS]
    weeks = _newest_of_each(backups, "%G-%V")[:WEEKS]
    kept = {backup for backup in (*days, *weeks) if today - backup.day <= LONGEST} | {*backups[:1]}
    return [backup for backup in backups if backup in kept]


def _newest_of_each(backups: Sequence[Backup], span: str) -> list[Backup]:
    newest: dict[str, Backup] = {}
    for backup in backups:
        newest.setdefault(backup.day.strftime(span), backup)
    return list(newest.values())


def rotate(folder: Path, kind: str, today: date) -> list[Backup]:
    """Delete what need not stay; returns what was deleted."""
    backups = all_of(folder, kind)
    kept = staying(backups, today)
    gone = [backup for backup in backups if backup not in kept]
    for backup in gone:
        backup.file.unlink(missing_ok=True)
        backup.sidecar.unlink(missing_ok=True)
    return gone

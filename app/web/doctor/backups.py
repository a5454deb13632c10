"""Whether there is a recent backup, and somebody who can read it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from app.web.doctor.finding import Finding, Installation, hint, ok, wrong

HOURS = 26  # one a night, and some time to make it


def backups(here: Installation) -> Iterator[Finding]:
    recipients = getattr(here.config, "backup_recipients", "")
    folder = getattr(here.config, "backup_folder", "")
    if not recipients or not folder:
        yield hint("Es wird nicht gesichert: MITSPRACHE_BACKUP_RECIPIENTS und MITSPRACHE_BACKUP_FOLDER setzen.")
        return
    yield recent(Path(here.config.instance_path / folder))


def recent(folder: Path) -> Finding:
    ages = [time.time() - file.stat().st_mtime for file in folder.glob("*.age")] if folder.is_dir() else []
    if not ages or min(ages) > HOURS * 3600:
        return wrong(f"In {folder} liegt keine Sicherung von heute: systemctl status mitsprache-backup.timer")
    return ok("Die letzte Sicherung ist von heute.")

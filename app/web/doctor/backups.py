"""Whether what was sealed is backed up, for somebody who can read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.store import epochs, questionnaires
from app.store.engine import reading
from app.web.clock import now
from app.web.doctor.finding import Finding, Installation, hint, ok, wrong

PATIENCE = timedelta(hours=26)  # one a night, and some time to make it


def recipients(here: Installation) -> Iterator[Finding]:
    if not getattr(here.config, "backup_recipients", ""):
        yield hint(
            "Die Datenbank wird nicht gesichert: mitsprache backup-key, dann MITSPRACHE_BACKUP_RECIPIENTS setzen."
        )
    if not getattr(here.config, "key_recipients", ""):
        yield hint(
            "Die Schlüssel werden nicht gesichert: mitsprache backup-key --keys, MITSPRACHE_KEY_RECIPIENTS setzen."
        )


def newest(here: Installation) -> Iterator[Finding]:
    """A backup is due after a seal and at no other time; when that was is nobody's business."""
    folder = getattr(here.config, "backups_path", None)
    if folder and getattr(here.config, "backup_recipients", ""):
        yield kept_up(folder, _last_seal(here))


def kept_up(folder: Path, sealed: datetime | None) -> Finding:
    """`sealed` is the last seal, in UTC without a zone as the store keeps it."""
    made = max((_made(file) for file in folder.glob("mitsprache-*.age")), default=None) if folder.is_dir() else None
    if sealed and sealed < now() - PATIENCE and (made is None or made < sealed):
        return wrong("Was zuletzt versiegelt wurde, ist nicht gesichert: systemctl status mitsprache-backup.timer")
    return ok("Was versiegelt ist, ist gesichert.")


def _made(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(tzinfo=None)


def _last_seal(here: Installation) -> datetime | None:
    with reading(here.owner) as db:
        found = [epochs.last(db, slug) for slug in questionnaires.slugs_published(db)]
    return max((epoch.moment for epoch in found if epoch), default=None)

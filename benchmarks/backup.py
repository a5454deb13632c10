"""How long a backup and the way back take, on both databases, and how much memory.

    python -m benchmarks.backup                       1,000,000 answers x 30 questions
    python -m benchmarks.backup --answers 20000

Backup and restore are the commands operators use, each a process of its own. PostgreSQL is a throw-away one of this
machine that does not wait for its disk; SQLite does.
"""

import argparse
import itertools
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyrage
from sqlalchemy import insert

from app.config import PROJECT
from app.domain.cube import Cube
from app.domain.profile import PROFILES
from app.domain.release import Edition, release
from app.store import epochs, migrate, questionnaires, releases, responses, tables
from app.store.engine import connect, reading
from app.store.epochs import Epoch
from benchmarks.release import CHUNK, KEY, SLUG, _machine, _row, questionnaire
from tests.services import postgres

TARGET = 15  # minutes for the way back
MOMENT = datetime(2025, 7, 8, 12)  # noqa: DTZ001  UTC, as the store keeps it
COUNTED = 5_000  # answers in the release: its hash is compared, how it was counted is another benchmark


def fill(url: str, answers: int) -> None:
    """Sealed answers, and a release."""
    engine = connect(url)
    migrate.upgrade(engine)
    with engine.begin() as db:
        questionnaires.add(db, questionnaire())
        questionnaires.publish(db, questionnaires.draft(db, SLUG), date(2025, 7, 7))
        epochs.add(db, Epoch(SLUG, 1, MOMENT, groups=True, closing=False, sheets=answers))
    chance = np.random.default_rng(1)
    for start in range(0, answers, CHUNK):
        rows = [{"version": 1, **_row(chance, 1)} for _ in range(min(CHUNK, answers - start))]
        with engine.begin() as db:
            db.execute(insert(tables.responses), rows)
    with reading(engine) as db:
        counted = itertools.islice(responses.sealed(db, SLUG), COUNTED)
        cube = Cube.build(questionnaire(), counted, KEY, PROFILES["live"])
    with engine.begin() as db:
        made = release(questionnaire(), Edition(1, date(2025, 7, 8), 1, extends_groups=True), cube, None)
        releases.add(db, SLUG, made, MOMENT)
    engine.dispose()


def flask(instance: Path, url: str, public: str, *command: str) -> tuple[float, float]:
    """Minutes a command takes and the megabytes it needs."""
    settings = {
        "MITSPRACHE_DATABASE": url,
        "MITSPRACHE_INSTANCE": str(instance),
        "MITSPRACHE_BACKUP_RECIPIENTS": public,
    }
    before = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", *command],
        cwd=PROJECT,
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, command
    return (time.perf_counter() - before) / 60, used.ru_maxrss / 1024


def measure(backend: str, folder: Path, answers: int) -> bool:
    url, new = (_database(backend, folder / name) for name in ("old", "new"))
    fill(url, answers)
    pair = pyrage.x25519.Identity.generate()
    (folder / "key").write_text(str(pair))
    backup, most = flask(folder, url, str(pair.to_public()), "backup", str(folder / "backups"))
    (file,) = (folder / "backups").glob("*.age")
    restore, most_back = flask(folder, new, "", "restore", str(file), "--identity", str(folder / "key"))
    size = file.stat().st_size / 1_000_000
    told = f"{backup:.1f} min | {most:.0f} MB | {size:.0f} MB | {restore:.1f} min | {TARGET} min | {most_back:.0f} MB |"
    print(f"| {backend} | {answers:,} | {told}", flush=True)
    return restore < TARGET


def _database(backend: str, folder: Path) -> str:
    folder.mkdir()
    return f"sqlite:///{folder}/mitsprache.db" if backend == "sqlite" else postgres.database_url()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--answers", type=int, default=1_000_000)
    given = options.parse_args()
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {_machine()},", end=" ")
    print(f"{datetime.now(UTC):%Y-%m-%d}\n")
    print("| database | answers | backup | memory | file | restore | target | memory |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    good = []
    for backend in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as folder:
            good.append(measure(backend, Path(folder), given.answers))
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()

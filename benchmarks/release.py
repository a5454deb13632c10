"""How long a release takes and how much memory: from sealed answers in a database to the document people read.

    python -m benchmarks.release                      20,000 answers x 30 questions x 4 filters
    python -m benchmarks.release --answers 1000000
    python -m benchmarks.release --database postgresql+psycopg://…   instead of a SQLite file

The answers are filled in by one process and released by another, so that the memory is that of the release alone.
"""

import argparse
import platform
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import sqlalchemy
from sqlalchemy import func, insert, select

from app.domain.cube import Cube
from app.domain.option import Option
from app.domain.profile import PROFILES
from app.domain.questionnaire import Page, Questionnaire
from app.domain.questions.multiple import Multiple
from app.domain.questions.scale import Scale
from app.domain.questions.single import Single
from app.domain.release import Edition, release
from app.store import migrate, questionnaires, responses, tables
from app.store.engine import connect

SLUG = "benchmark"
LANGUAGES = ("de", "de-simple", "uk", "ar", "en", "tr", "pl", "ru", "ro", "bg")
FILTERS = {"region": 8, "age": 5, "role": 3}
QUESTIONS = 30 - len(FILTERS)
EPOCH_SIZE = 1_000  # answers that were sealed together
CHUNK = 10_000
KEY = b"benchmark".ljust(32)
# answers: seconds, megabytes
TARGETS = {20_000: (10, 300), 1_000_000: (90, 2_000)}


def options(number):
    return tuple(Option(f"o{code}") for code in range(number))


def questionnaire():
    filters = tuple(Single(id=name, options=options(size), dimension=True) for name, size in FILTERS.items())
    asked = []
    for number in range(QUESTIONS):
        kind = (Single, Scale, Multiple)[number % 3]
        asked.append(kind(id=f"q{number}", options=options(5)))
    return Questionnaire(
        SLUG, "de", LANGUAGES, pages=(Page("who", questions=filters), Page("what", questions=tuple(asked)))
    )


def fill(engine, answers):
    """Sealed rows as the seal would leave them."""
    migrate.upgrade(engine)
    with engine.begin() as db:
        questionnaires.add(db, questionnaire())
        questionnaires.publish(db, questionnaires.draft(db, SLUG), date(2025, 7, 7))
    chance = np.random.default_rng(1)
    for start in range(0, answers, CHUNK):
        rows = [_row(chance, 1 + (start + place) // EPOCH_SIZE) for place in range(min(CHUNK, answers - start))]
        with engine.begin() as db:
            db.execute(insert(tables.responses), rows)


def _row(chance, epoch):
    codes = chance.integers(0, 120, 40).tolist()  # 120: each smaller number of answers divides it
    chosen = {name: f"o{codes[place] % size}" for place, (name, size) in enumerate(FILTERS.items())}
    given = {f"q{number}": _answer(number, codes[number + 3]) for number in range(QUESTIONS) if codes[number + 4] > 5}
    language = LANGUAGES[min(int(chance.exponential(2)), len(LANGUAGES) - 1)]
    return {
        "id": str(uuid.UUID(int=int.from_bytes(chance.bytes(16)), version=4)),
        "slug": SLUG,
        "epoch": epoch,
        "version": 1,
        "simulated": True,
        "groups": {"language": [language], **{name: [group] for name, group in chosen.items()}},
        "answers": {**chosen, **given},
    }


def _answer(number, code):
    """Of a question with one answer, or with two of them."""
    return sorted({f"o{code % 5}", f"o{code // 5 % 5}"}) if number % 3 == 2 else f"o{code % 5}"


def measure(url, answers):
    engine = connect(url)
    made = questionnaire()
    began = time.perf_counter()
    with engine.connect().execution_options(mitsprache_read=True) as db:
        number = db.scalar(select(func.max(tables.responses.c.epoch)))
        cube = Cube.build(made, responses.sealed(db, SLUG), KEY, PROFILES["live"])
    read = time.perf_counter()
    done = release(made, Edition(number, date(2025, 9, 1), 1, extends_groups=True), cube, None)
    end = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert cube.people == answers
    backend = engine.dialect.name
    seconds, most = TARGETS.get(answers, (None, None))
    version = f" {sqlite3.sqlite_version}" if backend == "sqlite" else ""
    print(f"Python {platform.python_version()}, numpy {np.__version__}, SQLAlchemy {sqlalchemy.__version__},", end=" ")
    print(f"{backend}{version}, {_machine()}, {datetime.now(UTC):%Y-%m-%d}\n")
    print("| answers | questions | filters | reading | counting | together | target | memory | target | tables |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    times = " | ".join(f"{later - sooner:.1f} s" for sooner, later in ((began, read), (read, end), (began, end)))
    print(f"| {answers:,} | {len(made.questions)} | {1 + len(FILTERS)} | {times} | {seconds or '-'} s", end=" ")
    print(f"| {memory:.0f} MB | {most or '-'} MB | {len(done.document['tables'])} |")
    return seconds is None or (end - began < seconds and memory < most)


def _machine():
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(models)} x {models[0]}" if models else platform.machine()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--answers", type=int, default=20_000)
    options.add_argument("--database", default="")
    options.add_argument("--step", choices=("fill", "measure"))
    given = options.parse_args()
    if given.step == "fill":
        fill(connect(given.database), given.answers)
    elif given.step == "measure":
        sys.exit(0 if measure(given.database, given.answers) else 1)
    else:
        with tempfile.TemporaryDirectory() as folder:
            url = given.database or f"sqlite:///{folder}/benchmark.db"
            again = [sys.executable, "-m", "benchmarks.release", "--answers", str(given.answers), "--database", url]
            subprocess.run([*again, "--step", "fill"], check=True)
            sys.exit(subprocess.run([*again, "--step", "measure"]).returncode)


if __name__ == "__main__":
    main()

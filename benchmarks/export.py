"""How long an analyst waits for a file with the answers of single people, and how much memory it takes.

    python -m benchmarks.export                       100,000 answers x 30 questions, as CSV
    python -m benchmarks.export --formats csv,csv-labels,r,triple-s,parquet,sav,dta
    python -m benchmarks.export --answers 3000 --formats xlsx,codebook,ddi
    python -m benchmarks.export --database postgresql+psycopg://…   instead of a SQLite file

Sealed answers are filled in by one process, and made coarse by another as the job runner does it; then each file is
made by a process of its own, from what lies in the database to the last byte, so that the memory is its own: the most
the process ever held beyond what it held with the program loaded.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random, SystemRandom

import numpy as np
from sqlalchemy import insert, select

from app import analysis
from app.domain.dataset import Dataset, Variable
from app.domain.extract import extract, shuffled
from app.domain.extract_data import dump, load
from app.domain.text import Text
from app.store import extracts, migrate, questionnaires, requests, responses, staff, tables
from app.store.engine import connect, reading
from benchmarks import release, report
from benchmarks.report import Goal
from benchmarks.results import questionnaire

MOST_SECONDS, MOST_MEMORY = 3, 150
TARGET = 100_000
TRIES = 3


def fill(url, answers):
    engine, chance, asked = connect(url), np.random.default_rng(1), questionnaire(answers)
    migrate.upgrade(engine)
    with engine.begin() as db:
        questionnaires.add(db, asked)
        questionnaires.publish(db, questionnaires.draft(db, asked.slug), date(2025, 7, 7))
        asker = staff.add(db, "ada@example.org", "Ada", "analyst", "no password").id
        now = datetime(2025, 7, 8)  # noqa: DTZ001  as the store keeps moments
        requests.ask(db, asked.slug, asker, "A measurement", now, now + timedelta(days=7))
    for start in range(0, answers, release.CHUNK):
        rows = [release._row(chance, 1) for _ in range(min(release.CHUNK, answers - start))]
        with engine.begin() as db:
            db.execute(insert(tables.responses), [{**row, "slug": asked.slug} for row in rows])


def prepare(url, answers):
    """What app/web/extracts.py does once two people have agreed."""
    engine, asked = connect(url), questionnaire(answers)
    before, began = _held(), time.perf_counter()
    with reading(engine) as db:
        document = dump(extract(asked, list(responses.sealed(db, asked.slug)), {}, (), Random(1)))
    with engine.begin() as db:
        extracts.keep(db, db.scalar(select(tables.requests.c.id)), document)
    seconds = time.perf_counter() - began
    variables = len(document["answers"]["variables"])
    return {"seconds": seconds, "memory": _most() - before, "variables": variables}


def download(url, form):
    """What a download does, but for finding out who asks."""
    engine = connect(url)
    analysis.write(_one_person(), form, "de")  # loads what the format needs
    before, began = _held(), time.perf_counter()
    with reading(engine) as db:
        dataset = load(extracts.of(db, db.scalar(select(tables.requests.c.id)))).answers
    made = analysis.write(shuffled(dataset, SystemRandom()), form, "de")
    first, size = 0.0, 0
    for part in getattr(made, "parts", None) or [made.bytes]:
        first = first or time.perf_counter() - began
        size += len(part)
    return {"seconds": time.perf_counter() - began, "first": first, "memory": _most() - before, "size": size}


def _one_person():
    variable = Variable("one", Text({"de": "Eins"}), "single", {1: "Eins"})
    return Dataset(Text({"de": "Eins"}), "one", "de", ("de",), (variable,), ((1,),))


def _held():
    """Megabytes this process holds now; from here on its highest mark is counted anew."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _most():
    return _status("VmHWM")


def _status(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


def alone(url, answers, *step):
    """One step in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.export", "--answers", str(answers), "--database", url, "--step", *step]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout or "null")


def told(url, answers, forms):
    """Prints the table; whether all goals are met."""
    alone(url, answers, "fill")
    made = alone(url, answers, "prepare")
    asked = release.QUESTIONS + len(release.FILTERS)
    report.heading(
        "How long does an analyst wait for a file with the answers of single people?",
        f"{answers:,} people, {asked} questions, {made['variables']} variables, read from the database and written "
        f"without gunicorn, {TRIES} times, each in a process of its own. Before that, the job runner makes them coarse "
        f"once: {made['seconds']:.1f} s with {made['memory']:.0f} MB more.",
    )
    found = {form: [alone(url, answers, "download", form) for _ in range(TRIES)] for form in forms}
    report.table(("file", "first byte, s", "last byte, s", "most memory, MB", "MB"), map(_row, found.items()))
    if "csv" not in found or answers > TARGET:
        return True
    seconds, memory = _middle(found["csv"], "seconds"), max(each["memory"] for each in found["csv"])
    name = f"CSV of {answers:,} answers"
    return report.judge([
        Goal(name, f"< {MOST_SECONDS} s", f"{seconds:.1f} s", seconds < MOST_SECONDS),
        Goal(f"{name}, memory", f"< {MOST_MEMORY} MB", f"{memory:.0f} MB more", memory < MOST_MEMORY),
    ])  # fmt: skip


def _row(found):
    form, tries = found
    every = sorted(each["seconds"] for each in tries)
    last = f"{_middle(tries, 'seconds'):.1f} ({every[0]:.1f}–{every[-1]:.1f})"
    memory = max(each["memory"] for each in tries)
    return form, f"{_middle(tries, 'first'):.1f}", last, f"{memory:.0f}", f"{tries[0]['size'] / 1e6:.1f}"


def _middle(tries, what):
    return statistics.median(each[what] for each in tries)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--answers", type=int, default=TARGET)
    options.add_argument("--formats", default="csv,csv-labels")
    options.add_argument("--database", default="")
    options.add_argument("--step", nargs="+")
    given = options.parse_args()
    if given.step:
        steps = {"fill": fill, "prepare": prepare, "download": lambda url, _: download(url, given.step[1])}
        json.dump(steps[given.step[0]](given.database, given.answers), sys.stdout)
        return
    with tempfile.TemporaryDirectory() as folder:
        kept = told(given.database or f"sqlite:///{folder}/export.db", given.answers, given.formats.split(","))
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()

"""How fast answers are stored: the same POST without storing, on SQLite, with a slow disk, and on PostgreSQL.

    python -m benchmarks.submission                    four rounds of 8 seconds each, 64 connections; about 3 minutes
    python -m benchmarks.submission --rounds 1 --seconds 3 --threads 32

All servers run all the time and are asked in turn. wrk (Debian's package) sends a form of 20 questions that nobody has
sent before. Exit status 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import func, select

from app.config import PROJECT
from app.domain.option import Option
from app.domain.page import Page
from app.domain.questionnaire import Questionnaire
from app.domain.questions.long_text import LongText
from app.domain.questions.multiple import Multiple
from app.domain.questions.scale import Scale
from app.domain.questions.single import Single
from app.store import migrate, questionnaires, roles, tables
from app.store.engine import connect, reading
from app.store.patience import THREADS
from app.web import clock, create_app
from app.web.answering import new_form
from app.web.stamp import Stamper
from benchmarks import report
from benchmarks.editor import text
from benchmarks.report import Goal
from tests.deploy.servers import free_port
from tests.services import postgres

SLUG, SECRET = "submission", "a secret for measuring only"
CONNECTIONS = 64
MOST_A_SECOND = 8_000  # forms are made before; more than this nobody sends
# way: least part of the rate without storing, most milliseconds of the slowest hundredth
GOALS = {"SQLite": (0.65, 50), "PostgreSQL": (0.55, 50)}
LEAST_SYNCS = 8  # submissions for each sync of a disk that takes 2 ms

# Two milliseconds more for each sync: a slow disk, or one shared with others.
SLOW = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
static int slowly(const char *name, int file) {
    struct timespec pause = {0, 2000000};
    nanosleep(&pause, 0);
    return ((int (*)(int)) dlsym(RTLD_NEXT, name))(file);
}
int fdatasync(int file) { return slowly("fdatasync", file); }
int fsync(int file) { return slowly("fsync", file); }
"""

# Each thread of wrk takes every second form; a form is never sent twice.
SENDING = """
local threads = {}
function setup(thread) thread:set("number", #threads); table.insert(threads, thread) end
function init(args) forms = io.lines(args[1]); for skip = 1, number do forms() end end
function request()
    local form = forms()
    forms()
    if not form then wrk.thread:stop() end
    return wrk.format("POST", nil, {["Content-Type"] = "application/x-www-form-urlencoded"}, form)
end
function response(status) if status ~= 303 then refused = (refused or 0) + 1 end end
function done(summary, latency)
    local refused = 0
    for _, thread in ipairs(threads) do refused = refused + (thread:get("refused") or 0) end
    local errors = summary.errors
    io.stderr:write(string.format(
        '{"requests": %d, "seconds": %f, "refused": %d, "failed": %d, "p50": %f, "p99": %f}',
        summary.requests, summary.duration / 1e6, refused, errors.connect + errors.read + errors.write + errors.timeout,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""

SYNCING = """
import os, sys, time
file, count, began = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND), 0, time.perf_counter()
while time.perf_counter() - began < 1:
    os.write(file, bytes(4096))
    os.fdatasync(file)
    count += 1
print(count)
"""


@dataclass
class Way:
    """One way to answer the POST: a server, and what was measured of it."""

    name: str
    url: str
    program: str = "wsgi:app"
    surroundings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    rounds: list[dict] = field(default_factory=list)
    processes: list[int] = field(default_factory=list)  # who does the work, each with its children

    def rate(self) -> float:
        return statistics.median(self.rates())

    def rates(self) -> list[float]:
        return [each["requests"] / each["seconds"] for each in self.rounds]

    def usual(self, what: str) -> float:
        return statistics.median(each[what] for each in self.rounds)

    def sum(self, what: str) -> int:
        return sum(each.get(what, 0) for each in self.rounds)

    def part_of(self, other: Way) -> float:
        """The median of the rounds' ratios: what disturbs one way of a round disturbs the other too."""
        return statistics.median(one / two for one, two in zip(self.rates(), other.rates(), strict=True))


class Nowhere:
    def keep(self, given):
        return "kept"


def without_storing():
    """The program as it is, but for the store: what gunicorn starts to compare with."""
    app = create_app()
    app.extensions["intake"] = Nowhere()
    return app


def questionnaire() -> Questionnaire:
    def options(number: int) -> tuple[Option, ...]:
        return tuple(Option(f"o{code}", text(f"Antwort {code}")) for code in range(number))

    def question(number: int):
        kind = (Single, Scale, Multiple, Single, LongText)[number % 5]
        own = {} if kind is LongText else {"options": options(5)}
        return kind(id=f"q{number}", title=text(f"Frage {number}"), **own)

    pages = [
        Page(f"p{n}", text(f"Seite {n}"), questions=tuple(map(question, range(5 * n, 5 * n + 5)))) for n in range(4)
    ]
    words = {name: text(name) for name in ("title", "intro", "publisher", "privacy", "thanks")}
    return Questionnaire(SLUG, "de", ("de", "uk"), **words, pages=tuple(pages))


def fill(url: str) -> str:
    engine = connect(url)
    if engine.dialect.name == "postgresql":
        with engine.begin() as db:
            roles.create(db)
    migrate.upgrade(engine)
    with engine.begin() as db:
        questionnaires.add(db, questionnaire())
        questionnaires.publish(db, questionnaires.draft(db, SLUG), date(2025, 7, 7))
    engine.dispose()
    return url


def forms(number: int):
    """Bodies of forms that nobody has sent before, as the last page sends them."""
    stamper, now = Stamper(SECRET, SLUG), clock.now()
    answers = [(f"q{n}", "Mehr Busse am Abend, bitte." if n % 5 == 4 else f"o{n % 3}") for n in range(20)]
    fixed = urlencode([("_go", "send"), ("_version", "1"), ("_page", ""), *answers])
    for _ in range(number):
        form = new_form()
        yield f"{fixed}&_form={form}&_made={stamper.stamp(form, now)}\n"


@contextmanager
def served(way: Way, folder: Path, threads: int, workers: int):
    environment = os.environ | {
        "MITSPRACHE_DATABASE": way.url,
        "MITSPRACHE_INSTANCE": str(folder),
        "MITSPRACHE_SECRET": SECRET,
        "MITSPRACHE_LEAST_SECONDS": "0",
        "MITSPRACHE_FORMS_PER_MINUTE": "0",
        "MITSPRACHE_PORT": str(way.port),
        "MITSPRACHE_WORKERS": str(workers),
    }
    command = [sys.executable, "-m", "gunicorn", "--threads", str(threads), way.program]
    server = subprocess.Popen(command, cwd=PROJECT, env=environment | way.surroundings)
    way.processes.append(server.pid)
    try:
        _await(f"http://127.0.0.1:{way.port}/s/{SLUG}")
        yield
    finally:
        server.terminate()
        server.wait()


def _await(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(address).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer.")


def measure(way: Way, folder: Path, seconds: int) -> None:
    folder.joinpath("send.lua").write_text(SENDING)
    with folder.joinpath("forms").open("w") as file:
        file.writelines(forms(MOST_A_SECOND * seconds))
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(folder / "send.lua")]
    before, busy = stored(way.url), sum(map(processor, way.processes))
    address = f"http://127.0.0.1:{way.port}/s/{SLUG}?lang=de"
    done = subprocess.run([*command, address, "--", str(folder / "forms")], capture_output=True, text=True, check=True)
    time.sleep(0.5)  # those wrk did not wait for
    found = json.loads(done.stderr.splitlines()[-1])
    found["stored"] = stored(way.url) - before
    found["processor"] = (sum(map(processor, way.processes)) - busy) / found["requests"] * 1000
    found["syncs"] = syncs(folder, way.surroundings)
    if way.program == "wsgi:app":
        found["lost"] = max(found["requests"] - found["refused"] - found["stored"], 0)
        found["twice"] = max(found["stored"] - found["requests"] - CONNECTIONS, 0)
    way.rounds.append(found)


def stored(url: str) -> int:
    engine = connect(url)
    with reading(engine) as db:
        found = db.scalar(select(func.count()).select_from(tables.inbox))
    engine.dispose()
    return found


def syncs(folder: Path, surroundings: dict[str, str]) -> int:
    """How often a second the disk takes 4 KB more for good, one after the other."""
    command = [sys.executable, "-c", SYNCING, str(folder / "syncs")]
    return int(subprocess.run(command, env=os.environ | surroundings, capture_output=True, check=True).stdout)


def processor(process: int) -> float:
    """Seconds of the processor this process and its children have taken."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ticks = 0
    for each in (str(process), *children):
        with suppress(FileNotFoundError):  # it has ended meanwhile
            user, system = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[11:13]
            ticks += int(user) + int(system)
    return ticks / os.sysconf("SC_CLK_TCK")


def slow_disk(folder: Path) -> dict[str, str]:
    folder.joinpath("slow.c").write_text(SLOW)
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", folder / "slow.so", folder / "slow.c", "-ldl"], check=True)
    return {"LD_PRELOAD": str(folder / "slow.so")}


def ways(folder: Path) -> list[Way]:
    settings = (PROJECT / "deploy" / "postgresql.conf").read_text()
    home = postgres.start(settings + "\nunix_socket_directories = '{home}'\n")
    postmaster = int((home / "data" / "postmaster.pid").read_text().split()[0])
    return [
        Way("nothing stored", fill(f"sqlite:///{folder}/nothing.db"), "benchmarks.submission:without_storing()"),
        Way("SQLite", fill(f"sqlite:///{folder}/quick.db")),
        Way("SQLite, 2 ms a sync", fill(f"sqlite:///{folder}/slow.db"), surroundings=slow_disk(folder)),
        Way("PostgreSQL", fill(f"postgresql+psycopg://mitsprache@/postgres?host={home}"), processes=[postmaster]),
    ]


COLUMNS = (
    "way", "of not storing", "by processor time", "requests/s", "p50, ms", "p99, ms", "processor, ms", "acknowledged",
    "stored", "syncs/s",
)  # fmt: skip


def told(found: list[Way]) -> bool:
    """Prints the table; whether all goals are met."""
    report.table(COLUMNS, [_row(way, found[0]) for way in found])
    bad = sum(way.sum(what) for way in found for what in ("refused", "failed", "lost", "twice"))
    return report.judge([*(goal for way in found for goal in goals(way, found[0])), kept_once(bad)])


def _row(way: Way, nothing: Way) -> tuple[object, ...]:
    return (
        way.name, f"{way.part_of(nothing):.0%}", f"{nothing.usual('processor') / way.usual('processor'):.0%}",
        f"{way.rate():,.0f} ({min(way.rates()):,.0f}–{max(way.rates()):,.0f})", f"{way.usual('p50'):.1f}",
        f"{way.usual('p99'):.1f}", f"{way.usual('processor'):.2f}", f"{way.sum('requests') - way.sum('refused'):,}",
        f"{way.sum('stored'):,}", f"{way.usual('syncs'):,.0f}",
    )  # fmt: skip


def goals(way: Way, nothing: Way) -> Iterator[Goal]:
    part, slowest = way.part_of(nothing), way.usual("p99")
    if way.name in GOALS:
        least, most = GOALS[way.name]
        yield Goal(f"submission, {way.name}", f"{least:.0%} of not storing", f"{part:.0%}", part >= least)
        yield Goal(
            f"submission, {way.name}, p99 at 64 connections", f"< {most} ms", f"{slowest:.0f} ms", slowest < most
        )
    if way.surroundings:
        each = way.rate() / way.usual("syncs")
        what = "submission, 2 ms more for each sync"
        yield Goal(what, f"{LEAST_SYNCS} x the syncs", f"{each:.1f} x", each >= LEAST_SYNCS)


def kept_once(bad: int) -> Goal:
    return Goal("submissions refused, failed, lost or stored twice", "0", str(bad), not bad)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("rounds", 4), ("seconds", 8), ("threads", THREADS), ("workers", 2)):
        options.add_argument(f"--{name}", type=int, default=usual)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as made, ExitStack() as running:
        folder = Path(made)
        found = ways(folder)
        for way in found:
            running.enter_context(served(way, folder, given.threads, given.workers))
            measure(way, folder, 2)  # to get warm
            way.rounds.clear()
        for _ in range(given.rounds):
            for way in found:
                measure(way, folder, given.seconds)
        report.heading(
            "How many answers a second are stored for good, as a share of the same POST that stores nothing?",
            f"A form of 20 questions that nobody has sent before; {CONNECTIONS} connections, {given.workers} workers of"
            f" {given.threads} threads, {given.rounds} rounds of {given.seconds} s in turn; PostgreSQL"
            f" {postgres.binaries().parent.name} with the deployed settings.",
        )
        met = told(found)
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()

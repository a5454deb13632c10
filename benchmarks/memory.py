"""How much memory a server holds that has shown every kind of page, taken answers and made a release.

python -m benchmarks.memory [--quick]
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy import Engine

from app.config import Config
from app.store import releases
from app.store.engine import reading
from app.web import create_app
from benchmarks import load, report, results, site
from benchmarks.journeys import walks_of
from benchmarks.report import Goal, Pace
from benchmarks.server import OURS, ROOT, Server, die_with_parent, gunicorn, surroundings
from tests.web.staff import Colleague
from tests.web.test_access import ROUTES

MOST = 250  # MB
SHOWN = "answers-20000"
PATIENCE = 60  # seconds the job runner may take for its first release


def measure(pace: Pace) -> bool:
    pages = [address for method, address, _ in ROUTES.values() if method == "GET"]
    report.heading(
        "How much memory do web server and job runner hold together on SQLite?",
        f"After {2 * pace.rounds} visits of each of {len(pages)} kinds of pages and files, those of staff, reports and "
        f"open data among them, {pace.seconds} s of journeys of {load.CONNECTIONS} people and a first release. PSS "
        "counts what processes share only once in their sum; RSS is what `top` shows; the peak is the largest RSS "
        "since the start.",
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = site.prepared(folder)
        results.fill(engine, (20_000,), releases_each=3)
        cookie = _signed_in(folder)
        with gunicorn(OURS, folder) as server, job_runner(folder) as jobs:
            fresh = _together(_held(server, jobs))
            load.journeys(server, walks_of(engine, server, site.SHORT), pace.seconds)
            _released(engine)
            public = [address for address in pages if not address.startswith("/staff")]
            shown = sum(_visit(server, public * 2, cookie) for _ in range(pace.rounds))
            outside = _together(_held(server, jobs))
            shown += sum(_visit(server, pages * 2, cookie) for _ in range(pace.rounds))
            held = _held(server, jobs)
        engine.dispose()
    report.table(("process", "PSS, MB", "RSS, MB", "peak, MB"), [(name, *map(_mb, each)) for name, each in held])
    print(f"{shown:,} pages and files were answered. Right after the start it was {_mb(fresh)} MB.\n")
    name = "memory, 2 workers, job runner and SQLite"
    parts = {f"{name}, all that is public": outside, f"{name}, and staff": _together(held)}
    goals = [Goal(what, f"< {MOST} MB", f"{_mb(each)} MB (PSS)", each < MOST * 1024) for what, each in parts.items()]
    return report.judge(goals)


@contextmanager
def job_runner(folder: Path) -> Iterator[int]:
    """As the service of deploy/ runs it, but looking for work every second."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs"]
    often = surroundings(folder, 0) | {"MITSPRACHE_JOB_SECONDS": "1"}
    process = subprocess.Popen(command, cwd=ROOT, env=often, stderr=subprocess.DEVNULL, preexec_fn=die_with_parent)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=40)


def _signed_in(folder: Path) -> str:
    app = create_app(Config(database=f"sqlite:///{folder}/mitsprache.db", instance=str(folder)))
    cookie = Colleague(app, "admin").client.get_cookie("mitsprache", path="/staff")
    app.extensions["engine"].dispose()
    app.extensions["engines"].dispose()
    assert cookie is not None
    return f"mitsprache={cookie.value}"


def _released(engine: Engine) -> None:
    for _ in range(PATIENCE):
        with reading(engine) as db:
            if releases.latest_number(db, site.SHORT):
                return
        time.sleep(1)
    raise RuntimeError("The job runner released nothing")


def _visit(server: Server, pages: list[str], cookie: str) -> int:
    """Ask for every page on a connection of its own, four at a time, so that both workers get each."""

    def ask(address: str) -> int:
        browser = HTTPConnection("127.0.0.1", server.port, timeout=120)
        shown = address.replace(site.SHORT, SHOWN) if address.startswith("/results/") else address
        browser.request("GET", shown, headers={"Cookie": cookie, "Accept-Encoding": "br"})
        answer = browser.getresponse()
        answer.read()
        browser.close()
        return answer.status == 200

    with ThreadPoolExecutor(4) as people:
        return sum(people.map(ask, pages))


Held = list[tuple[str, tuple[int, int, int]]]  # process, KB of it: PSS, RSS, peak


def _held(server: Server, jobs: int) -> Held:
    named = [("master of gunicorn", server.pid), *((f"worker {n}", pid) for n, pid in enumerate(server.workers, 1))]
    return [(name, _of(pid)) for name, pid in [*named, ("job runner", jobs)]]


def _of(pid: int) -> tuple[int, int, int]:
    return tuple(_kilobytes(pid, file, name) for file, name in
                 (("smaps_rollup", "Pss"), ("status", "VmRSS"), ("status", "VmHWM")))  # fmt: skip


def _kilobytes(pid: int, file: str, name: str) -> int:
    lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def _together(held: Held) -> int:
    return sum(pss for _, (pss, _, _) in held)


def _mb(kilobytes: int) -> str:
    return f"{kilobytes / 1024:.0f}"


if __name__ == "__main__":
    report.run(measure, __doc__)

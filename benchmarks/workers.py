"""Which worker class of gunicorn and how many threads: pages, journeys, and the others' wait beside a slow report.

    python -m benchmarks.workers [--quick]

gevent is measured too where build/gevent holds it; Mitsprache itself does without:

    python3 -m venv build/gevent && build/gevent/bin/pip install gevent
    realpath .venv/lib/python3*/site-packages > build/gevent/mitsprache.pth
    mv build/gevent/mitsprache.pth build/gevent/lib/python3*/site-packages
"""

import itertools
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread

from app.domain.language import LANGUAGES
from benchmarks import load, report, results, site
from benchmarks.journeys import walks_of
from benchmarks.load import Figures
from benchmarks.pages import THIRD, around
from benchmarks.release import FILTERS
from benchmarks.report import Pace
from benchmarks.server import OURS, ROOT, Server, gunicorn
from benchmarks.walk import Request, Walk

WITH_GEVENT = ROOT / "build" / "gevent" / "bin" / "python"
KINDS = {
    "gthread, 1 thread": ("-k", "gthread", "--threads", "1"),
    "gthread, 4 threads": ("-k", "gthread", "--threads", "4"),
    "gthread, 16 threads": ("-k", "gthread", "--threads", "16"),
    "gthread, 32 threads": ("-k", "gthread", "--threads", "32"),
    "sync": ("-k", "sync"),
    "gevent": ("-k", "gevent"),
}
FIRST = "gthread, 4 threads"  # what the others are compared with
SHOWN = "answers-20000"
BESIDE = 16  # connections that ask for a page while a report is made


@dataclass(frozen=True)
class Measured:
    """One kind of worker in one round."""

    page: Figures
    question: Figures
    journeys: Figures
    beside: Figures


def measure(pace: Pace) -> bool:
    kinds = {name: told for name, told in KINDS.items() if name != "gevent" or WITH_GEVENT.exists()}
    rounds, seconds = max(1, pace.rounds - 1), max(1, pace.seconds // 2)
    report.heading(
        "Which worker class of gunicorn suits us, and how many threads?",
        f"2 workers each, wrk with {load.CONNECTIONS} connections; {rounds} rounds of {seconds} s for each; the "
        f"rates as a share of `{FIRST}` in the same round, median; last the p99 of the start page on {BESIDE} "
        "connections while one visitor has one report after the other made.",
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = site.prepared(folder)
        results.fill(engine, (20_000,), releases_each=3)
        found: dict[str, list[Measured]] = {name: [] for name in kinds}
        for _, (name, told) in itertools.product(range(rounds), kinds.items()):
            python = str(WITH_GEVENT) if name == "gevent" else sys.executable
            with gunicorn(OURS, folder, *told, python=python) as server:
                found[name].append(_one(server, walks_of(engine, server, site.LONG), seconds))
        engine.dispose()
    _table(found)
    _decide(found)
    return True


def _one(server: Server, walks: Sequence[Walk], seconds: int) -> Measured:
    start = (Request(f"/s/{site.LONG}?lang=de"),)
    to_third, _ = around(walks[0].requests, THIRD)
    question = (to_third.named(walks[0].form, walks[0].stamp),)
    load.requests(server, (*start, *question), 1)  # so that nothing is made in a measured second
    page, asked = (load.requests(server, each, seconds) for each in (start, question))
    journeys = load.journeys(server, walks, seconds)
    with reports(server):
        beside = load.requests(server, start, seconds, BESIDE)
    return Measured(page, asked, journeys, beside)


@contextmanager
def reports(server: Server) -> Iterator[None]:
    """One report after the other is made meanwhile, each for another group and language."""
    enough = Event()
    maker = Thread(target=_make_reports, args=(server, enough))
    maker.start()
    try:
        yield
    finally:
        enough.set()
        maker.join()


def _make_reports(server: Server, enough: Event) -> None:
    groups = [(name, f"o{code}") for name, size in FILTERS.items() for code in range(size)]
    for (name, group), tag in itertools.product(groups, LANGUAGES):
        if enough.is_set():
            return
        browser = HTTPConnection("127.0.0.1", server.port, timeout=60)
        try:
            browser.request("GET", f"/results/{SHOWN}/report.docx?lang={tag}&by={name}&group={group}")
            answer = browser.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"No report: {answer.status}")
        except (OSError, HTTPException):
            pass  # a worker that answers nobody else closes connections; the rate tells
        finally:
            browser.close()


def _table(found: dict[str, list[Measured]]) -> None:
    rows = []
    for name, rounds in found.items():
        shares = (
            report.ratio([getattr(r, what).rate for r in rounds], [getattr(r, what).rate for r in found[FIRST]])
            for what in ("page", "question", "journeys")
        )
        tails = (max(getattr(r, what).p99 for r in rounds) for what in ("page", "journeys", "beside"))
        failed = sum(getattr(r, what).failed for r in rounds for what in ("page", "question", "journeys", "beside"))
        rows.append((name, *shares, *(f"{tail:,.0f}" for tail in tails), failed))
    shares = ("start page", "question page", "journeys")
    report.table(("worker", *shares, "page p99, ms", "journey p99, ms", "beside a report p99, ms", "failed"), rows)


def _decide(found: dict[str, list[Measured]]) -> None:
    def most(what: str) -> str:
        return max(found, key=lambda name: sum(getattr(each, what).rate for each in found[name]))

    quickest = min(found, key=lambda name: max(each.beside.p99 for each in found[name]))
    report.decide(
        f"Most start pages: {most('page')}; most question pages: {most('question')}; most journeys: "
        f"{most('journeys')}; shortest wait beside a report: {quickest}. "
        "What gunicorn.conf.py says was chosen for all four together."
    )


if __name__ == "__main__":
    report.run(measure, __doc__)

"""What happens when 500 people register for 50 places within ten seconds, on SQLite and on PostgreSQL.

python -m benchmarks.registration [--quick]

Each of them sends the form at a moment of their own; some press the button twice. Without the lock of the event a
crowd overbooks: tests/web/test_events_crowd.py.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from sqlalchemy import Engine

from app.config import Config
from app.domain.event import Event
from app.domain.registration import Registration
from app.store import documents, migrate, registrations, roles
from app.store.engine import connect
from app.web import clock, example, secret
from app.web.answering import new_form
from benchmarks import report
from benchmarks.report import Goal, Pace
from benchmarks.server import OURS, Server, gunicorn
from tests.services import postgres
from tests.web.crowd import TWICE, wrong

PEOPLE, PLACES, SECONDS, SLUG = 500, 50, 10.0, "andrang"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Accept-Language": "uk"}
Sent = tuple[int, float]  # status, milliseconds


def measure(pace: Pace) -> bool:
    people, seconds = (PEOPLE, SECONDS) if pace.seconds > 1 else (PEOPLE // 5, SECONDS / 5)
    report.heading(
        f"Who gets the {PLACES} places of an event when {people} people register within {seconds:.0f} s?",
        f"One form each at a random moment, each {TWICE}th sends it twice; 2 workers; the people are threads of one "
        "Python program on the same machine, whose own time is in the figures.",
    )
    rows, goals = [], []
    for backend in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as name, prepared(backend, Path(name)) as (engine, event):
            with gunicorn(OURS, Path(name), database=engine.url.render_as_string(False)) as server:
                sent, took = come(server, people, seconds)
            with engine.connect() as db:
                kept = registrations.all_of(db, SLUG)
        times = sorted(milliseconds for _, milliseconds in sent)
        late = times[int(len(times) * 0.95)]
        figures = (statistics.median(times), late, times[-1])
        rows.append((backend, len(sent), f"{took:.1f}", *(f"{figure:.0f}" for figure in figures)))
        goals += judged(backend, event, kept, people, sent)
    report.table(("database", "forms", "seconds", "p50, ms", "p95, ms", "slowest, ms"), rows)
    return report.judge(goals)


def judged(
    backend: str, event: Event, kept: Sequence[Registration], people: int, sent: Sequence[Sent]
) -> Iterator[Goal]:
    seats = sum(each.seats for each in kept if each.confirmed)
    yield Goal(f"{backend}: places given", str(PLACES), str(seats), seats == PLACES)
    yield Goal(f"{backend}: registrations of {people} people", str(people), str(len(kept)), len(kept) == people)
    broken = list(wrong(event, kept, people))
    yield Goal(f"{backend}: twice, lost or overtaken", "none", "; ".join(broken) or "none", not broken)
    failed = sum(status != 303 for status, _ in sent)
    yield Goal(f"{backend}: forms that failed", "0", str(failed), failed == 0)


def come(server: Server, people: int, seconds: float) -> tuple[list[Sent], float]:
    """Let everyone send their form; returns what they got, and the seconds until the last had it."""
    chance, began = Random(50), time.perf_counter() + 0.5
    presses = []
    for person in range(people):
        words = urlencode({"_form": new_form(), "_go": "send", "name": f"Person {person}", "seats": 1})
        presses += [(began + chance.uniform(0, seconds), words)] * (2 if person % TWICE == 0 else 1)
    with ThreadPoolExecutor(len(presses)) as crowd:
        sent = list(crowd.map(lambda press: _press(server, *press), presses))
    return sent, time.perf_counter() - began


def _press(server: Server, moment: float, words: str) -> Sent:
    time.sleep(max(0, moment - time.perf_counter()))
    browser, began = HTTPConnection("127.0.0.1", server.port, timeout=60), time.perf_counter()
    try:
        browser.request("POST", f"/events/{SLUG}/register?lang=uk", words, FORM)
        answer = browser.getresponse()
        answer.read()
        return answer.status, (time.perf_counter() - began) * 1000
    except (OSError, HTTPException):
        return 0, (time.perf_counter() - began) * 1000
    finally:
        browser.close()


@contextmanager
def prepared(backend: str, folder: Path) -> Iterator[tuple[Engine, Event]]:
    """An instance in this folder whose event a month from now has few places."""
    url = f"sqlite:///{folder}/mitsprache.db" if backend == "SQLite" else postgres.database_url()
    secret.of(Config(instance=str(folder)))
    engine = connect(url)
    if backend == "PostgreSQL":
        with engine.begin() as db:
            roles.create(db)
    migrate.upgrade(engine)
    example.load_folder(engine)
    with engine.begin() as db:
        shown = documents.draft(db, Event, "bungsberg")
        assert shown is not None
        event = replace(shown.document, slug=SLUG, day=clock.today() + timedelta(days=30), capacity=PLACES)
        documents.add(db, event)
        kept = documents.draft(db, Event, SLUG)
        assert kept is not None
        documents.publish(db, kept, clock.today())
    yield engine, event
    engine.dispose()


if __name__ == "__main__":
    report.run(measure, __doc__)

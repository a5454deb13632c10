"""What 300 people in one hall feel who open a form of 20 questions together and have all sent it a minute later.

python -m benchmarks.conference [--quick]
"""

import re
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from select import select

from benchmarks import report, site
from benchmarks.journeys import LANGUAGES, walks_of
from benchmarks.report import Goal, Pace
from benchmarks.server import OURS, Server, gunicorn
from benchmarks.walk import PACKED, Request, Walk

PEOPLE, MINUTE, OPENING = 300, 60.0, 15.0  # how many, seconds for all, seconds until the last has opened it
MOST = 300  # ms
STYLE = re.compile(r'href="(/static/[^"]+\.css[^"]*)"')
NAMES = {name: re.compile(rf'name="{name}" value="([^"]+)"') for name in ("_form", "_made")}


class Visitor:
    """Someone with a telephone: opens the form, reads and answers page by page, and sends at last."""

    def __init__(self, server: Server, walk: Walk, chance: Random, minute: float) -> None:
        self._browser = HTTPConnection("127.0.0.1", server.port, timeout=60)
        self._walk, self._form, self._stamp = walk, "", ""
        opening = chance.uniform(0, OPENING / MINUTE) * minute
        pages = sorted(chance.uniform(opening, minute * 0.97) for _ in walk.requests[1:-1])
        self._moments = [opening, *pages, pages[-1]]  # the thanks come by themselves
        self.took: dict[str, list[float]] = {}
        self.failed = 0

    def answer(self, began: float) -> "Visitor":
        for request, moment in zip(self._walk.requests, self._moments, strict=True):
            time.sleep(max(0, began + moment - time.perf_counter()))
            words = self._send(request.named(self._form, self._stamp))
            if request.page == "start" and (style := STYLE.search(words)):
                self._send(Request(style[1], page="stylesheet"))
            if request.page == "begin":
                self._form, self._stamp = (found[1] if (found := NAMES[n].search(words)) else "" for n in NAMES)
        self._browser.close()
        return self

    def _send(self, request: Request) -> str:
        packed = {} if request.page in ("start", "begin") else PACKED
        self._notice_end()
        began = time.perf_counter()
        try:
            self._browser.request(request.method, request.path, request.body or None, request.headers | packed)
            answer = self._browser.getresponse()
            words = answer.read()
            self.failed += answer.status != request.status
        except (OSError, HTTPException):
            self._browser.close()
            self.failed += 1
            return ""
        self.took.setdefault(_kind(request), []).append((time.perf_counter() - began) * 1000)
        return "" if packed else words.decode()

    def _notice_end(self) -> None:
        """A server closes what nobody used for some seconds; a browser sees that, and opens another connection."""
        if self._browser.sock and select([self._browser.sock], [], [], 0)[0]:
            self._browser.close()


def _kind(request: Request) -> str:
    if request.status == 303:
        return "send"
    if request.page in ("start", "stylesheet", "thanks"):
        return request.page
    return "first question page" if request.page == "begin" else "next page or review"


def measure(pace: Pace) -> bool:
    people, minute = (PEOPLE, MINUTE) if pace.seconds > 1 else (PEOPLE // 10, MINUTE / 10)
    report.heading(
        f"How long do {people} people wait for their pages who open and send a form of 20 questions in {minute:.0f} s?",
        f"All open it in the first {OPENING / MINUTE * minute:.1f} s, each at a moment of their own, look at 4 pages "
        f"and a review, and send; {len(LANGUAGES)} languages, 2 workers, SQLite; the people are threads of one Python "
        "program on the same machine, whose own time is in the figures.",
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = site.prepared(folder)
        with gunicorn(OURS, folder) as server:
            walks = walks_of(engine, server, site.LONG)
            before = site.waiting(engine)
            visitors = _all(server, walks, people, minute)
            kept = site.waiting(engine) - before
        engine.dispose()
    took = {kind: sorted(t for v in visitors for t in v.took.get(kind, ())) for kind in visitors[0].took}
    _table(took)
    every = sorted(each for times in took.values() for each in times)
    late, failed = _at(every, 0.95), sum(visitor.failed for visitor in visitors)
    return report.judge(
        [
            Goal(f"{people} people within {minute:.0f} s, p95", f"< {MOST} ms", f"{late:.0f} ms", late < MOST),
            Goal("requests that failed", "0", str(failed), failed == 0),
            Goal("answers in the database", str(people), str(kept), kept == people),
        ]
    )


def _all(server: Server, walks: Sequence[Walk], people: int, minute: float) -> list[Visitor]:
    chance = Random(300)
    visitors = [Visitor(server, walks[number % len(walks)], chance, minute) for number in range(people)]
    with ThreadPoolExecutor(people) as hall:
        began = time.perf_counter() + 0.5
        return list(hall.map(lambda visitor: visitor.answer(began), visitors))


def _table(took: dict[str, list[float]]) -> None:
    rows = [
        (kind, len(times), *(f"{each:.0f}" for each in (statistics.median(times), _at(times, 0.95), times[-1])))
        for kind, times in took.items()
    ]
    report.table(("request", "times", "p50, ms", "p95, ms", "slowest, ms"), rows)


def _at(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


if __name__ == "__main__":
    report.run(measure, __doc__)

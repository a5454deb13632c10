"""How many pages a second are answered, as a share of what Flask's hello-world reaches on the same gunicorn.

python -m benchmarks.pages [--quick]
"""

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from math import inf
from pathlib import Path

from app.domain.language import LANGUAGES
from benchmarks import load, report, results, site, walk
from benchmarks.load import Figures
from benchmarks.report import Goal, Pace, Ratio
from benchmarks.server import HELLO, OURS, Server, gunicorn
from benchmarks.walk import Request

FEW, MANY = 1_000, 1_000_000
THIRD = "p2"
SAME = 0.9  # the lowest a ratio of two equal rates gets by chance on a machine that does other things too


Pair = tuple[Figures, Figures]  # of the hello-world and of a page, measured one after the other


@dataclass(frozen=True)
class Case:
    name: str
    requests: tuple[Request, ...]
    least: float | None = None


def cases(server: Server) -> list[Case]:
    start = {tag: Request(f"/s/{site.LONG}?lang={tag}") for tag in LANGUAGES}
    form = walk.walked(server.port, site.long_form(), "de", 1)
    to_third, from_third = around(form.requests, THIRD)
    of_few, of_many = (f"/results/answers-{number}" for number in (FEW, MANY))
    return [
        *(Case(f"start page, {tag}", (start[tag],), 0.85) for tag in ("de", "ar", "uk")),
        Case(f"start page, {len(start)} languages in turn", tuple(start.values()), 0.85),
        Case("start page of the example, de", (Request(f"/s/{site.SHORT}?lang=de"),), 0.85),
        Case("question page 3 of 4, answers of 2 pages carried", (to_third.named(form.form, form.stamp),), 0.25),
        Case("review of 20 answers", (from_third.named(form.form, form.stamp),)),
        Case("results page, 1,000 answers", (Request(f"{of_few}?lang=de"),), 0.85),
        Case("results page, 1,000,000 answers", (Request(f"{of_many}?lang=de"),), 0.85),
        Case("results page, one group", (Request(f"{of_many}?lang=de&by=language&group=uk"),)),
        Case("number of the newest release (JSON)", (Request(f"{of_many}/release.json"),)),
        Case("home page", (Request("/?lang=de"),)),
    ]


def around(requests: Sequence[Request], page: str) -> tuple[Request, Request]:
    """The form that leads to this page, and the last before sending."""
    posts = [request for request in requests if request.method == "POST"]
    place = next(number for number, request in enumerate(posts) if request.page == page)
    return posts[place - 1], posts[-2]


def cold(server: Server, asked: Sequence[Request]) -> list[float]:
    """Milliseconds of the first request for each page after the start."""
    browser = HTTPConnection("127.0.0.1", server.port)
    took = []
    for request in asked:
        began = time.perf_counter()
        browser.request("GET", request.path, headers=request.headers | walk.PACKED)
        browser.getresponse().read()
        took.append((time.perf_counter() - began) * 1000)
    browser.close()
    return took


def measured(hello: Server, ours: Server, made: Sequence[Case], pace: Pace) -> dict[str, list[Pair]]:
    """Every page in each round, and before it the hello-world for half the time: the machine is not always as quick."""
    found: dict[str, list[Pair]] = {case.name: [] for case in made}
    for case in made:  # so that nothing is made in a measured second
        load.requests(ours, case.requests, 1)
    for case in made * pace.rounds:
        beside = load.requests(hello, (Request("/"),), max(1, pace.seconds // 2))
        found[case.name].append((beside, load.requests(ours, case.requests, pace.seconds)))
    return found


def measure(pace: Pace) -> bool:
    report.heading(
        "How many pages a second does one server answer, as a share of Flask's hello-world on the same gunicorn?",
        f"gunicorn.conf.py as it is (2 workers), wrk on the same machine with {load.CONNECTIONS} connections that stay "
        f"open and a browser's headers, pages compressed; {pace.rounds} rounds of {pace.seconds} s for each page, "
        "each compared with the hello-world just before it: median (lowest–highest).",
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = site.prepared(folder)
        results.fill(engine, (FEW, MANY), releases_each=3)
        engine.dispose()
        with gunicorn(HELLO, folder) as hello, gunicorn(OURS, folder) as ours:
            firsts = cold(ours, [Request(f"/s/{site.LONG}?lang={tag}") for tag in LANGUAGES])
            made = cases(ours)
            found = measured(hello, ours, made, pace)
    shares = {name: report.ratio(*_rates(pairs)) for name, pairs in found.items()}
    _table(found, shares)
    print(f"First request of the start page in each language after the start: {max(firsts):.0f} ms at most, "
          f"{sorted(firsts)[len(firsts) // 2]:.0f} ms in the middle.\n")  # fmt: skip
    return report.judge([*_goals(made, shares), _no_matter(found)])


def _rates(pairs: Sequence[Pair]) -> tuple[list[float], list[float]]:
    return [ours.rate for _, ours in pairs], [hello.rate for hello, _ in pairs]


def _table(found: Mapping[str, Sequence[Pair]], shares: Mapping[str, Ratio]) -> None:
    rows = [("Flask's hello-world", 1, 1, *_told([hello for pairs in found.values() for hello, _ in pairs]))]
    rows += [
        (name, shares[name], _lightness(pairs), *_told([ours for _, ours in pairs])) for name, pairs in found.items()
    ]
    head = "of hello-world", "by processor time", "a second", "processor, ms", "p50, ms", "p99, ms", "KB", "failed"
    report.table(("page", *head), rows)


def _lightness(pairs: Sequence[Pair]) -> Ratio:
    """The share as it would be if only the processor time of the workers counted."""
    return report.ratio((hello.worked for hello, _ in pairs), (ours.worked or inf for _, ours in pairs))


def _told(rounds: Sequence[Figures]) -> tuple[str, ...]:
    middle = sorted(rounds, key=lambda each: each.rate)[len(rounds) // 2]
    times = f"{middle.rate:,.0f}", f"{middle.worked:.2f}", f"{middle.p50:.1f}", f"{middle.p99:.1f}"
    return *times, f"{middle.bytes / 1024:.1f}", str(sum(each.failed for each in rounds))


def _goals(made: Sequence[Case], shares: Mapping[str, Ratio]) -> list[Goal]:
    return [
        Goal(case.name, f"{case.least:.0%} of hello-world", f"{shares[case.name].middle:.0%}",
             shares[case.name].middle >= case.least)
        for case in made if case.least
    ]  # fmt: skip


def _no_matter(found: Mapping[str, Sequence[Pair]]) -> Goal:
    few, many = (_rates(found[f"results page, {number:,} answers"])[0] for number in (FEW, MANY))
    same = report.ratio(many, few)
    what = "results page, 1,000,000 beside 1,000 answers"
    return Goal(what, "the same", f"{same.middle:.0%} of the rate", same.middle >= SAME)


if __name__ == "__main__":
    report.run(measure, __doc__)

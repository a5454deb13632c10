"""How many people a second go from the start page to the thanks, each answer verified in the database.

python -m benchmarks.journeys [--quick]
"""

import tempfile
from collections.abc import Mapping, Sequence
from math import inf
from pathlib import Path

from sqlalchemy import Engine

from app.domain.questionnaire import Questionnaire
from app.store import questionnaires
from app.store.engine import reading
from benchmarks import load, report, site, walk
from benchmarks.load import Figures
from benchmarks.report import Goal, Pace, Ratio
from benchmarks.server import HELLO, OURS, Server, gunicorn
from benchmarks.walk import Request, Walk

LANGUAGES = ("de", "uk", "ar", "de-simple", "en", "tr")  # each visitor with answers of their own
FORMS = {"short: the example, 8 questions": site.SHORT, "long: 20 questions on 4 pages": site.LONG}
LEAST = 1 / 15
Pair = tuple[Figures, Figures]  # of the hello-world and of a form, measured one after the other


def measure(pace: Pace) -> bool:
    report.heading(
        "How many people a second answer a whole questionnaire, beside the requests a second of the hello-world?",
        "Start page, begin, every page with all answers so far carried along, review, send (303), thanks; "
        f"{len(LANGUAGES)} languages with different answers; SQLite, every answer durable before it is acknowledged. "
        f"wrk on the same machine, {load.CONNECTIONS} people at any time; {pace.rounds} rounds of {pace.seconds} s, "
        "each compared with the hello-world before it: median (lowest–highest).",
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = site.prepared(folder)
        with gunicorn(HELLO, folder) as hello, gunicorn(OURS, folder) as ours:
            walks = {form: walks_of(engine, ours, slug) for form, slug in FORMS.items()}
            for each in walks.values():
                load.journeys(ours, each, 1)
            before = site.waiting(engine)
            found = measured(hello, ours, walks, pace)
            kept = site.waiting(engine) - before
        engine.dispose()
    ours = [figures for pairs in found.values() for _, figures in pairs]
    sent, failed = sum(each.count for each in ours), sum(each.failed for each in ours)
    _table(walks, found)
    print(f"{sent:,} journeys were counted by wrk, {kept:,} answers lie in the database, {failed} requests failed.\n")
    return report.judge([*_goals(found), Goal("journeys counted and stored", "equal", f"{sent:,} and {kept:,}",
                                              kept == sent and not failed)])  # fmt: skip


def walks_of(engine: Engine, server: Server, slug: str) -> list[Walk]:
    asked = _published(engine, slug)
    return [walk.walked(server.port, asked, tag, seed) for seed, tag in enumerate(LANGUAGES)]


def _published(engine: Engine, slug: str) -> Questionnaire:
    with reading(engine) as db:
        version = questionnaires.published(db, slug)
    assert version is not None
    return version.questionnaire


def measured(hello: Server, ours: Server, walks: Mapping[str, Sequence[Walk]], pace: Pace) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = {name: [] for name in walks}
    for _ in range(pace.rounds):
        for name, each in walks.items():
            beside = load.requests(hello, (Request("/"),), pace.seconds)
            found[name].append((beside, load.journeys(ours, each, pace.seconds)))
    return found


def _table(walks: Mapping[str, Sequence[Walk]], found: Mapping[str, Sequence[Pair]]) -> None:
    rows = []
    for name, pairs in found.items():
        hello, ours = (
            sorted(each, key=lambda figures: figures.rate)[len(pairs) // 2] for each in zip(*pairs, strict=True)
        )
        steps = {len(way.requests) for way in walks[name]}
        rows.append((name, "–".join(map(str, sorted(steps))), f"1/{1 / _share(pairs).middle:.0f}", _share(pairs),
                     report.ratio([h.worked for h, _ in pairs], [o.worked or inf for _, o in pairs]),
                f"{ours.rate:,.0f}",
                f"{ours.worked:.1f}", f"{ours.p50:,.0f}", f"{ours.p99:,.0f}", f"{ours.bytes / 1024:.0f}",
                     f"{hello.rate:,.0f}"))  # fmt: skip
    head = (
        "form",
        "requests",
        "of hello-world",
        "the same",
        "by processor time",
        "journeys/s",
        "processor, ms",
        "p50, ms",
        "p99, ms",
        "KB",
        "hello-world/s",
    )
    report.table(head, rows)


def _share(pairs: Sequence[Pair]) -> Ratio:
    return report.ratio((ours.rate for _, ours in pairs), (hello.rate for hello, _ in pairs))


def _goals(found: Mapping[str, Sequence[Pair]]) -> list[Goal]:
    shares = {name: _share(pairs).middle for name, pairs in found.items()}
    return [
        Goal(f"full journey, {name}", "1/15 of hello-world's requests/s", f"1/{1 / share:.0f}", share >= LEAST)
        for name, share in shares.items()
    ]


if __name__ == "__main__":
    report.run(measure, __doc__)

"""Where the time of a page goes: a profile of the application in one process, without gunicorn and without a network.

    python -m benchmarks.profile [--quick]

cProfile makes every call of Python dearer, so shares are true only roughly; milliseconds are measured without it.
"""

import cProfile
import pstats
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder

from app.config import PROJECT, Config
from app.web import create_app
from app.web.answering import new_form
from app.web.clock import now
from app.web.stamp import Stamper
from benchmarks import report, results, site, walk
from benchmarks.pages import THIRD, around
from benchmarks.report import Pace
from benchmarks.server import OURS, gunicorn
from benchmarks.walk import Request

SHOWN, BY_THEMSELVES = 8, 4  # functions of each page
NEAR = 0.015  # of the whole
CALLS, ALONE, TOGETHER = 1, 2, 3  # places in what pstats knows of a function
At = tuple[str, int, str]  # file, line and name of a function
RESULTS = "answers-20000"


def measure(pace: Pace) -> bool:
    times = 40 * pace.seconds
    report.heading(
        "Where does the time of a page go?",
        f"The WSGI application called {times} times in one process: milliseconds of the processor, then the functions "
        "by the time they and what they call take under cProfile, ours and those of libraries that ours call.",
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = site.prepared(folder)
        results.fill(engine, (20_000,), releases_each=3)
        engine.dispose()
        with gunicorn(OURS, folder) as server:
            walked = walk.walked(server.port, site.long_form(), "de", 1)
        app = _application(folder)
        to_third, _ = around(walked.requests, THIRD)
        send = walked.requests[-2]
        _show(app, "start page", times, lambda: Request(f"/s/{site.LONG}?lang=de"))
        _show(app, "question page 3 of 4", times, lambda: to_third.named(walked.form, walked.stamp))
        _show(app, "send", times, lambda: _sheet(app, send))
        _show(app, "results page", times, lambda: Request(f"/results/{RESULTS}?lang=de"))
        app.extensions["engine"].dispose()
        app.extensions["engines"].dispose()
    report.decide("The first rows of ours in each table are the next thing to work on.")
    return True


def _application(folder: Path) -> Flask:
    return create_app(
        Config(
            database=f"sqlite:///{folder}/mitsprache.db",
            instance=str(folder),
            least_seconds=0,
            forms_per_minute=0,
            secure_cookies=False,
        )
    )


def _sheet(app: Flask, send: Request) -> Request:
    """The same answers on a sheet of their own, or they would be taken once only."""
    form = new_form()
    return send.named(form, Stamper(str(app.config["SECRET_KEY"]), site.LONG).stamp(form, now()))


def _show(app: Flask, name: str, times: int, make: Callable[[], Request]) -> None:
    _answered(app, _environments(make, 5))  # so that everything is read and compiled
    busy = _answered(app, _environments(make, times))
    profile = cProfile.Profile()
    _answered(app, _environments(make, times), profile)
    print(f"{name}: {statistics.median(busy):.2f} ms, slowest {max(busy):.2f} ms.\n")
    report.table(("function", "with what it calls", "alone", "calls"), _rows(pstats.Stats(profile), times))


def _environments(make: Callable[[], Request], times: int) -> list[tuple[dict[str, Any], int]]:
    return [(_environment(request), request.status) for request in (make() for _ in range(times))]


def _environment(request: Request) -> dict[str, Any]:
    headers = [*(request.headers | walk.PACKED).items()]
    return EnvironBuilder(request.path, method=request.method, data=request.body or None, headers=headers).get_environ()


def _answered(
    app: Flask, environments: Sequence[tuple[dict[str, Any], int]], profile: cProfile.Profile | None = None
) -> list[float]:
    """Milliseconds of the processor for each."""
    busy = []
    for environment, status in environments:
        told = SimpleNamespace(status="")
        began = time.process_time()
        if profile:
            profile.enable()
        body = app.wsgi_app(environment, lambda said, *_, told=told: setattr(told, "status", said))
        b"".join(body)
        if profile:
            profile.disable()
        busy.append((time.process_time() - began) * 1000)
        assert told.status.startswith(str(status)), told.status
    return busy


def _rows(found: pstats.Stats, times: int) -> Iterator[tuple[str, str, str, str]]:
    """The functions that take longest with what they call, then those that take longest by themselves."""
    whole: float = found.total_tt  # type: ignore[attr-defined]  # typeshed leaves it out
    stats = found.stats  # type: ignore[attr-defined]
    together = [at for at in sorted(stats, key=lambda at: -stats[at][TOGETHER]) if _tells(at)]
    took = {at: stats[at][TOGETHER] / whole for at in together}
    alone = sorted(stats, key=lambda at: -stats[at][ALONE])[:BY_THEMSELVES]
    for at in dict.fromkeys([*_thinned(together, took)[:SHOWN], *alone]):
        told = stats[at]
        shares = f"{told[TOGETHER] / whole:.0%}", f"{told[ALONE] / whole:.0%}"
        yield _place(at), *shares, f"{told[CALLS] / times:.0f}"


def _thinned(functions: Sequence[At], took: Mapping[At, float]) -> list[At]:
    """Without those that only pass on: of several that take about as long, the first and the last say it all."""
    before, after = ([None, *functions][:-1], [*functions[1:], None])
    return [
        at
        for at, sooner, later in zip(functions, before, after, strict=True)
        if sooner is None or later is None or took[sooner] - took[later] > 2 * NEAR
    ]


def _tells(at: At) -> bool:
    """Whether a function is ours, a template's, or the driver's: that of a framework only says that it was called."""
    file, _, name = at
    ours = file.startswith(str(PROJECT)) and ".venv" not in file
    return ours or file.endswith(".html") or "sqlite3" in name or any(part in file for part in LIBRARIES)


LIBRARIES = ("flask_babel", "sqlalchemy/engine/base", "brotli")


def _place(at: At) -> str:
    file, line, name = at
    path = Path(file)
    if path.is_relative_to(PROJECT) and ".venv" not in file:
        return f"`{path.relative_to(PROJECT)}:{line} {name}`"
    return f"`{'/'.join(path.parts[-2:])} {name}`" if line else f"`{name}`"


if __name__ == "__main__":
    report.run(measure, __doc__)

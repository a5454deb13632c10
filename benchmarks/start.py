"""How long it takes from starting gunicorn to the first answer, and what Python reads meanwhile.

python -m benchmarks.start [--quick]
"""

import re
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks import report, site
from benchmarks.report import Pace
from benchmarks.server import HELLO, OURS, ROOT, gunicorn, surroundings

LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")  # microseconds of the module alone
SHOWN = 12
PARTS = 2  # of a module's name: app.web is one thing, app.domain another


def measure(pace: Pace) -> bool:
    report.heading(
        "How long is Mitsprache away when it is restarted?",
        "From starting gunicorn (2 workers) to the first page, with compiled Python and a warm disk, "
        f"{pace.rounds} times each in turn; reading the modules by `python -X importtime -c 'import wsgi'`.",
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site.prepared(folder).dispose()
        took: dict[str, list[float]] = {HELLO: [], OURS: []}
        for app in (HELLO, OURS) * pace.rounds:
            with gunicorn(app, folder) as server:
                took[app].append(server.started_in)
        modules = imported(folder)
    names = {HELLO: "Flask's hello-world, with our gunicorn.conf.py", OURS: "Mitsprache"}
    rows = [
        (names[app], *(f"{each(times):.2f}" for each in (statistics.median, min, max))) for app, times in took.items()
    ]
    report.table(("start to first answer", "s", "quickest", "slowest"), rows)
    whole = sum(modules.values())
    rows = [(name, f"{us / 1000:.0f}", f"{us / whole:.0%}") for name, us in modules.most_common(SHOWN)]
    report.table(("modules read", "ms", "share"), [*rows, ("all together", f"{whole / 1000:.0f}", "100%")])
    report.decide("What takes longest to read and is seldom needed is read when it is needed.")
    return True


def imported(folder: Path) -> Counter[str]:
    """Microseconds each package takes to be read, without those it asks for."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import wsgi"],
        cwd=ROOT,
        env=surroundings(folder, 0),
        capture_output=True,
        text=True,
        check=True,
    )
    found: Counter[str] = Counter()
    for microseconds, module in LINE.findall(done.stderr):
        found[_package(module)] += int(microseconds)
    return found


def _package(module: str) -> str:
    parts = module.split(".")
    return ".".join(parts[: PARTS if parts[0] == "app" else 1])


if __name__ == "__main__":
    report.run(measure, __doc__)

"""How long a phone on a slow network takes to show the start page for the first time, and what it has to fetch.

python -m benchmarks.visit [--quick]
"""

import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks import report, site
from benchmarks.report import Goal, Pace
from benchmarks.server import OURS, gunicorn
from tests.services import chromium

LANGUAGES = ("de", "ar", "uk")
NETWORK = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
SLOWER = 4  # times, the processor
MOST_SECONDS, MOST_REQUESTS, MOST_BYTES = 1.5, 2, 15 * 1024
PAINTED = """() => new Promise(told => new PerformanceObserver(list => list.getEntries().forEach(each => {
    if (each.name === "first-contentful-paint") told(each.startTime); })).observe({type: "paint", buffered: true}))"""


@dataclass(frozen=True)
class Visit:
    painted: float  # seconds
    requests: int
    bytes: int


def measure(pace: Pace) -> bool:
    tries = 2 * pace.rounds - 1
    report.heading(
        "How soon does a phone on a slow network show the start page for the first time, and what does it fetch?",
        "Chromium with nothing kept, 400 kbit/s, 400 ms from request to answer (the handshakes of TCP and TLS, 400 ms "
        f"each, are not in it), processor slowed to a quarter, 360 px wide; {tries} visits each.",
    )
    with tempfile.TemporaryDirectory() as name, sync_playwright() as started:
        folder = Path(name)
        site.prepared(folder).dispose()
        browser = started.chromium.launch(executable_path=chromium.executable(), args=list(chromium.ARGUMENTS))
        with gunicorn(OURS, folder) as server:
            where = f"{server.address}/s/{site.SHORT}"
            found = {tag: [visited(browser, f"{where}?lang={tag}") for _ in range(tries)] for tag in LANGUAGES}
        browser.close()
    _table(found)
    return report.judge(_goals(found))


def visited(browser: Browser, address: str) -> Visit:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    link, fetched, sizes = context.new_cdp_session(page), [], []
    link.on("Network.requestWillBeSent", lambda told: fetched.append(told["request"]["url"]))
    link.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    link.send("Network.enable")
    link.send("Network.emulateNetworkConditions", NETWORK)
    link.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    painted: Any = page.evaluate(PAINTED)
    context.close()
    return Visit(painted / 1000, len(fetched), round(sum(sizes)))


def _table(found: dict[str, list[Visit]]) -> None:
    rows = []
    for tag, visits in found.items():
        painted = [visit.painted for visit in visits]
        middle = f"{statistics.median(painted):.2f} ({min(painted):.2f}–{max(painted):.2f})"
        rows.append((tag, middle, visits[-1].requests, f"{visits[-1].bytes / 1024:.1f}"))
    report.table(("language", "first contentful paint, s", "requests", "KB"), rows)


def _goals(found: dict[str, list[Visit]]) -> list[Goal]:
    painted = max(statistics.median(visit.painted for visit in visits) for visits in found.values())
    requests, size = (max(getattr(v, name) for vs in found.values() for v in vs) for name in ("requests", "bytes"))
    return [
        Goal("cold visit, first paint, slowest language", f"< {MOST_SECONDS} s", f"{painted:.2f} s",
             painted < MOST_SECONDS),
        Goal("cold visit, requests", str(MOST_REQUESTS), str(requests), requests <= MOST_REQUESTS),
        Goal("cold visit, bytes", f"{MOST_BYTES // 1024} KB", f"{size / 1024:.1f} KB", size <= MOST_BYTES),
    ]  # fmt: skip


if __name__ == "__main__":
    report.run(measure, __doc__)

"""How fast results are shown: a page of 30 questions for everyone, made anew and from the shelf, and its first chart.

    python -m benchmarks.results               prints two tables; exit status 1 above a target
    python -m benchmarks.results --no-browser  the server alone; --browser-alone the other half

The releases are invented: counts as of 1,000, 20,000 and 1,000,000 answers in the form the release code gives them. A
page is made of the release and of nothing else, so its work must be the same for all of them.
"""

import argparse
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import Engine

from app.config import Config
from app.domain.language import LANGUAGES
from app.domain.option import Option
from app.domain.page import Page
from app.domain.questionnaire import Questionnaire
from app.domain.questions.multiple import Multiple
from app.domain.questions.scale import Scale
from app.domain.questions.single import Single
from app.domain.release import FORMAT, Release, dimensions_of, sha256
from app.domain.response import LANGUAGE
from app.store import migrate, questionnaires, releases
from app.web import create_app
from benchmarks import report
from benchmarks.editor import text
from benchmarks.release import FILTERS, QUESTIONS
from benchmarks.report import Goal

SIZES = (1_000, 20_000, 1_000_000)
RELEASES = 20
TRIES = 41
LOOKS = 5
FIRST = date(2025, 7, 14)
MOST_WORK, MOST_WAIT, MOST_SHIFT = 10, 2.5, 0.05  # ms of work, seconds until a chart stands, layout shift
PACKED = {"Accept-Encoding": "br"}


def questionnaire(answers: int) -> Questionnaire:
    def options(number: int) -> tuple[Option, ...]:
        return tuple(Option(f"o{code}", text(f"Antwort {code}")) for code in range(number))

    filters = tuple(
        Single(id=name, title=text(f"Frage {name}"), options=options(size), dimension=True)
        for name, size in FILTERS.items()
    )
    asked = tuple(
        (Single, Scale, Multiple)[number % 3](id=f"q{number}", title=text(f"Frage {number}"), options=options(5))
        for number in range(QUESTIONS)
    )
    pages = (Page("who", text("Wer"), questions=filters), Page("what", text("Was"), questions=asked))
    words = {name: text(name) for name in ("title", "intro", "publisher", "privacy", "thanks")}
    return Questionnaire(f"answers-{answers}", "de", tuple(LANGUAGES), **words, pages=pages)


def invented(asked: Questionnaire, answers: int, number: int, before: Release | None) -> Release:
    """A release of so many people; each group of a dimension holds about the same part of them."""
    chance = np.random.default_rng(number)
    dimensions = dimensions_of(asked)
    groups = {name: dict.fromkeys(names, answers // len(names)) for name, names in dimensions.items()}

    def table(people: int, without: str = "") -> dict:
        cells = {question.id: list(question.cells()) for question in asked.questions if question.id != without}
        return {
            id: {"answered": people, "cells": dict(zip(names, _shared(chance, people, len(names)), strict=True))}
            for id, names in cells.items()
        }

    day = (FIRST + timedelta(days=number)).isoformat()
    split = [(name, group) for name, names in dimensions.items() for group in names]
    document = {
        "format": FORMAT, "number": number, "day": day, "version": 1, "profile": "live", "simulated": True,
        "answers": answers, "history": [*(before.document["history"] if before else ()), [day, answers]],
        "groups": groups,
        "tables": {"": table(answers)} | {f"{d}:{g}": table(groups[d][g], d) for d, g in split},
        "blocks": {}, "asked_of_some": {}, "previous": before.sha256 if before else "",
    }  # fmt: skip
    return Release(document, sha256(document))


def _shared(chance: np.random.Generator, people: int, cells: int) -> list[int]:
    return chance.multinomial(people, chance.dirichlet(np.ones(cells) * 4)).tolist()


def fill(engine: Engine, sizes: Sequence[int] = SIZES, releases_each: int = RELEASES) -> None:
    migrate.upgrade(engine)
    for answers in sizes:
        asked = questionnaire(answers)
        before = None
        with engine.begin() as db:
            questionnaires.add(db, asked)
            questionnaires.publish(db, questionnaires.draft(db, asked.slug), FIRST)
            for number in range(1, releases_each + 1):
                before = invented(asked, answers * number // releases_each, number, before)
                releases.add(db, asked.slug, before, datetime(2025, 7, 14) + timedelta(days=number))  # noqa: DTZ001


def measured(app, address: str, shelved: bool, headers: dict[str, str]) -> tuple[float, float, int]:
    """Milliseconds of the processor for one request, median and most, and the bytes sent."""
    client, busy = app.test_client(), []
    for _ in range(TRIES):
        if not shelved:
            app.extensions["shelves"] = {}
        began = time.process_time()
        answer = client.get(address, headers=headers, buffered=True)
        busy.append((time.process_time() - began) * 1000)
    busy.sort()
    return statistics.median(busy), busy[-1], len(answer.data)


def serve(app) -> bool:
    pages = {
        "results page": "?lang=de",
        "results page, one group": f"?lang=de&by={LANGUAGE}&group=uk",
        "earlier release": "?lang=de&release=3",
        "slides": "/present?lang=de",
        "list of releases": "/releases?lang=de",
        "number of the newest release": "/release.json",
    }
    report.heading(
        "How long does the server work for a page of results, and does it matter how many people have answered?",
        f"{len(FILTERS) + QUESTIONS} questions, {len(LANGUAGES)} languages, {RELEASES} releases, SQLite; one process "
        f"without a network, processor time, median of {TRIES}, sent with Brotli.",
    )
    head = "answers", "from the shelf, ms", "slowest", "known to the browser, ms", "made anew, ms", "KB packed"
    print("| page |", " | ".join(head), "|")
    print("|---|---:|---:|---:|---:|---:|---:|")
    longest = 0.0
    for (name, path), answers in itertools.product(pages.items(), SIZES):
        address = f"/results/answers-{answers}{path}"
        tag = app.test_client().get(address, headers=PACKED).headers["ETag"]
        fresh, _, size = measured(app, address, False, PACKED)
        known, _, _ = measured(app, address, True, {**PACKED, "If-None-Match": tag})
        shelved, slowest, _ = measured(app, address, True, PACKED)
        longest = max(longest, shelved)
        print(
            f"| {name} | {answers:,} | {shelved:.1f} | {slowest:.1f} | {known:.1f} | {fresh:.0f} | {size / 1024:.1f} |"
        )
    print()
    goal = Goal("work for any page of results", f"< {MOST_WORK} ms", f"{longest:.1f} ms", longest < MOST_WORK)
    return report.judge([goal])


# The moment a first chart stands on the screen, and how much moved on the page without anybody's doing.
WATCH = """
window.moved = 0; window.drawn = 0;
new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) window.moved += each.value;
}).observe({ type: "layout-shift", buffered: true });
new MutationObserver((_, observer) => {
    if (!document.querySelector(".plot .main-svg .point")) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.drawn = performance.now(); }));
}).observe(document, { childList: true, subtree: true });
"""
SCROLL = """async () => { for (let y = 0; y < document.documentElement.scrollHeight; y += 200) {
    scrollTo(0, y); await new Promise(done => setTimeout(done, 150)); } }"""


def _seen(browser, address: str, width: int) -> tuple[float, float, float]:
    """Seconds until a chart stands, and how much moved while loading, and with scrolling through all of it."""
    page = browser.new_context(viewport={"width": width, "height": 800}, locale="de").new_page()
    page.add_init_script(WATCH)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address)
    page.wait_for_function("window.drawn", timeout=60_000)
    page.wait_for_timeout(2_000)
    drawn, loading = page.evaluate("window.drawn"), page.evaluate("window.moved")
    page.evaluate(SCROLL)
    moved = page.evaluate("window.moved")
    page.context.close()
    return drawn / 1000, loading, moved


def look(folder: Path) -> bool:
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import served
    from tests.services import chromium

    report.heading(
        "When does a first chart stand on a slow phone, and does the page move under its reader?",
        f"Chromium with its processor slowed to a quarter, {LOOKS} visits each; {SIZES[1]:,} answers.",
    )
    waits, shifts = [], []
    head = "width", "first chart, s", "quickest", "layout shift, loading", "and scrolling through"
    print("| page |", " | ".join(head), "|")
    print("|---|---:|---:|---:|---:|---:|")
    with served(folder / "bench.db", folder) as site, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium.executable(), args=list(chromium.ARGUMENTS))
        for name, path in {"results page": "#taking-part", "link to one chart": "#q-q7"}.items():
            for width in (360, 1280):
                seen = [
                    _seen(browser, f"{site.url}/results/answers-{SIZES[1]}?lang=de{path}", width) for _ in range(LOOKS)
                ]
                drawn, loading, moved = (sorted(each) for each in zip(*seen, strict=True))
                middle = statistics.median(drawn)
                print(f"| {name} | {width} | {middle:.2f} | {drawn[0]:.2f} | {loading[-1]:.3f} | {moved[-1]:.3f} |")
                waits.append(middle)
                shifts.append(moved[-1])
        browser.close()
    print()
    wait, shift = max(waits), max(shifts)
    return report.judge(
        [
            Goal("first chart, processor slowed to a quarter", f"< {MOST_WAIT} s", f"{wait:.2f} s", wait < MOST_WAIT),
            Goal("layout shift of the results page", f"<= {MOST_SHIFT}", f"{shift:.3f}", shift <= MOST_SHIFT),
        ]
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--no-browser", action="store_true")
    options.add_argument("--browser-alone", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = Config(database=f"sqlite:///{folder}/bench.db", instance=folder, secret="for measuring only")
        app = create_app(config)
        fill(app.extensions["engine"])
        kept = given.browser_alone or serve(app)
        app.extensions["engine"].dispose()
        app.extensions["engines"].dispose()
        if not given.no_browser:
            kept = look(Path(folder)) and kept
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()

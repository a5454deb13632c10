"""How long one vote takes: 300 statements, 10,000 people who have voted, 10,000 more whose votes wait.

    python -m benchmarks.voting [--quick]

A vote is the press of a button by somebody halfway through the statements, stored before the next statement comes back.
Beside it stands the hello-world on the same machine, asked in turn.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from sqlalchemy import Engine, insert

from app.config import Config
from app.domain.conversation import Conversation
from app.domain.language import LANGUAGES
from app.domain.opinion.box import Ballot
from app.domain.opinion.release import release
from app.domain.statement import Statement
from app.store import conversation_releases, documents, migrate, statements, tables
from app.store.engine import connect
from app.web import clock, secret
from benchmarks import report
from benchmarks.editor import text
from benchmarks.report import QUICK, Goal, Pace
from benchmarks.server import HELLO, OURS, Server, gunicorn

PEOPLE = 10_000
TALK, STATEMENTS, EACH = "abstimmung", 300, 40  # votes of one person who does not stay to the end
MOST = 50  # ms
AT_ONCE = 8
FIELD = re.compile(r'name="(_\w+)" value="([^"]*)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
IDS = [f"s{number}" for number in range(STATEMENTS)]


def prepared(folder: Path, people: int) -> None:
    config = Config(database=f"sqlite:///{folder}/mitsprache.db", instance=str(folder))
    secret.of(config)
    engine = connect(config.database_url)
    migrate.upgrade(engine)
    _publish(engine)
    chance = Random(1)
    ballots = [Ballot(f"{person:032x}", _votes(chance), 1) for person in range(people)]
    made = release(ballots, IDS, b"k" * 32, clock.today(), None)
    with engine.begin() as db:
        conversation_releases.add(db, TALK, made.to_data(), clock.now())
        waits = {"conversation": TALK, "simulated": True, "settled": False}
        for person in range(people):
            rows = [{"ballot": f"w{person}", "statement": id, "value": v, **waits} for id, v in _votes(chance).items()]
            db.execute(insert(tables.votes_waiting), rows)
    engine.dispose()


def _publish(engine: Engine) -> None:
    spoken = tuple(LANGUAGES)
    talk = Conversation(slug=TALK, languages=spoken, title=text("Abstimmung"), intro=text("Worum es geht"))
    with engine.begin() as db:
        documents.add(db, talk)
        draft = documents.draft(db, Conversation, TALK)
        assert draft is not None
        documents.publish(db, draft, clock.today())
        for id in IDS:
            words = text(f"Im Kreis soll es mehr von dem geben, was unter {id} steht.")
            statements.add(db, Statement(id=id, conversation=TALK, words=words, source="de", state="accepted"))


def _votes(chance: Random) -> dict[str, int]:
    return {id: chance.choice((1, 1, -1, 0)) for id in chance.sample(IDS, EACH)}


class Voter:
    def __init__(self, port: int) -> None:
        self._browser = HTTPConnection("127.0.0.1", port, timeout=30)
        self._fields = {}
        self._press("begin")

    def votes(self, count: int) -> list[float]:
        """Milliseconds of each vote; who comes to the end begins once more."""
        took = []
        for _ in range(count):
            if not self._fields.get("_statement"):
                self._press("begin")
            began = time.perf_counter()
            self._press("agree")
            took.append(1000 * (time.perf_counter() - began))
        return took

    def _press(self, go: str) -> None:
        fields = {} if go == "begin" else self._fields
        self._browser.request("POST", f"/statements/{TALK}?lang=de", urlencode({**fields, "_go": go}), FORM)
        answer = self._browser.getresponse()
        page = answer.read().decode()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} for {go}")
        self._fields = dict(FIELD.findall(page))


def hellos(port: int, count: int) -> list[float]:
    browser, took = HTTPConnection("127.0.0.1", port, timeout=30), []
    for _ in range(count):
        began = time.perf_counter()
        browser.request("GET", "/")
        browser.getresponse().read()
        took.append(1000 * (time.perf_counter() - began))
    return took


def measure(pace: Pace) -> bool:
    people, votes = (PEOPLE, 100 * pace.seconds) if pace != QUICK else (500, 40)
    report.heading(
        "How long does one vote take, from the press of a button to the next statement?",
        f"{STATEMENTS} statements, {people:,} people counted in the newest release, as many whose votes wait; SQLite;",
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared(folder, people)
        with gunicorn(OURS, folder) as ours, gunicorn(HELLO, folder) as hello:
            return _measured(ours, hello, pace, votes)


def _measured(ours: Server, hello: Server, pace: Pace, votes: int) -> bool:
    voter, alone, plain, worked = Voter(ours.port), [], [], -ours.worked()
    for _ in range(pace.rounds):
        alone.append(voter.votes(votes))
        plain.append(hellos(hello.port, votes))
    worked += ours.worked()
    together = _together(ours, votes)
    each = [ms for turn in alone for ms in turn]
    times = report.ratio(map(statistics.median, alone), map(statistics.median, plain))
    rows = [
        ("hello-world", *_told([ms for turn in plain for ms in turn])),
        ("one vote", *_told(each)),
        (f"one of {AT_ONCE} at once", *_told(together)),
    ]
    report.table(("", "ms, half of them", "ms, 95 of 100"), rows)
    print(
        f"One vote takes {times} times as long as the hello-world; the processor works {1000 * worked / len(each):.1f}"
    )
    print("ms for it, the rest is the disk and whatever else runs on the machine.\n")
    goal = Goal(
        "half of all votes, ms", f"{MOST} at most", f"{statistics.median(each):.1f}", statistics.median(each) < MOST
    )
    return report.judge([goal])


def _together(server: Server, votes: int) -> list[float]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        voters = list(pool.map(lambda _: Voter(server.port), range(AT_ONCE)))
        return [ms for each in pool.map(lambda voter: voter.votes(votes // AT_ONCE), voters) for ms in each]


def _told(took: list[float]) -> tuple[str, str]:
    return f"{statistics.median(took):.1f}", f"{sorted(took)[int(len(took) * 0.95)]:.1f}"


if __name__ == "__main__":
    report.run(measure, __doc__)

"""How long one vote takes: 300 statements, 10,000 people who have voted, 10,000 more whose votes wait.

    python -m benchmarks.voting [--people 10000] [--votes 400]

A vote is the press of a button by somebody halfway through the statements, stored before the next statement comes back.
Beside it stands the hello-world on the same machine, asked in turn. Exit status 1 where a vote took too long.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
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
from benchmarks.editor import text
from benchmarks.server import HELLO, OURS, gunicorn

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


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--people", type=int, default=10_000)
    given.add_argument("--votes", type=int, default=400)
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared(folder, asked.people)
        with gunicorn(OURS, folder) as ours, gunicorn(HELLO, folder) as hello:
            voter, alone, plain, worked = Voter(ours.port), [], [], -ours.worked()
            for _ in range(4):
                alone += voter.votes(asked.votes // 4)
                plain += hellos(hello.port, asked.votes // 4)
            worked += ours.worked()
            with ThreadPoolExecutor(AT_ONCE) as pool:
                voters = list(pool.map(lambda _: Voter(ours.port), range(AT_ONCE)))
                began = time.perf_counter()
                together = [ms for each in pool.map(lambda v: v.votes(asked.votes // AT_ONCE), voters) for ms in each]
                rate = len(together) / (time.perf_counter() - began)
    ratio = statistics.median(alone) / statistics.median(plain)
    print(f"{STATEMENTS} statements, {asked.people} people counted, as many waiting")
    print(f"one vote: {_told(alone)}; hello-world {statistics.median(plain):.2f} ms, so {ratio:.1f} times as long")
    print(
        f"of it the processor worked for {1000 * worked / len(alone):.1f} ms; the rest is the disk and other programs"
    )
    print(f"{AT_ONCE} people at once: {_told(together)}, {rate:.0f} votes a second")
    return int(_slowest(alone) > MOST)


def _told(took: list[float]) -> str:
    return f"{statistics.median(took):.1f} ms (95 of 100 within {_slowest(took):.1f} ms)"


def _slowest(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)]


if __name__ == "__main__":
    sys.exit(main())

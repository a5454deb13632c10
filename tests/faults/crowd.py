"""Many people who send answers at once, some with a double click, and send again whatever they were not told was kept.

Each sheet is begun at the server, as a browser does it, and holds a number, so that it can be found again.
"""

import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from random import Random
from threading import Lock, Thread
from urllib.parse import urlencode

from tests.deploy.visitor import Browser, Respondent

WORDS = "Bogen {:06}"
DOUBLE = 0.3  # of all people click twice
PAUSE = 0.05  # seconds before somebody tries once more
HIDDEN = re.compile(r'name="(_form|_made)" value="([^"]+)"')
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
GONE = (OSError, HTTPException)  # the server went away in the middle: nobody knows what became of the form


@dataclass
class Crowd:
    """`kept` are the numbers somebody was told are kept; `outcomes` counts what came of each click."""

    port: int
    people: int
    sheets: int
    kept: set[int] = field(default_factory=set)
    outcomes: Counter = field(default_factory=Counter)
    unknown: set[int] = field(default_factory=set)  # numbers of which one click at least had an unknown outcome
    threads: list[Thread] = field(default_factory=list)
    begun: int = 0
    lock: Lock = field(default_factory=Lock)

    def __enter__(self):
        self.fields = Respondent(self.port).answer(WORDS.format(0)).page.fields()
        self.threads = [Thread(target=self._person, args=(Random(seed),)) for seed in range(self.people)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.begun = self.sheets  # nobody begins another one
        for thread in self.threads:
            thread.join()

    @property
    def busy(self):
        return any(thread.is_alive() for thread in self.threads)

    def _person(self, chance):
        with ThreadPoolExecutor(2) as fingers:
            while number := self._next():
                sheet = self._sheet(number)
                while number not in self.kept:
                    clicks = 2 if chance.random() < DOUBLE else 1
                    list(fingers.map(self._click, [number] * clicks, [sheet] * clicks))

    def _next(self):
        with self.lock:
            self.begun += 1
            return self.begun if self.begun <= self.sheets else None

    def _sheet(self, number):
        """The form, under a name and a stamp the server gives it."""
        begin = urlencode({"_go": "begin", "_version": self.fields["_version"][0]})
        while True:
            answer = self._post(begin)
            if answer and answer.status_code == 200:
                given = {name: [value] for name, value in HIDDEN.findall(answer.text)}
                words = {"zuerst": [WORDS.format(number)], "_go": ["send"]}
                return urlencode({**self.fields, **given, **words}, doseq=True)

    def _click(self, number, sheet):
        answer = self._post(sheet)
        outcome = {303: "kept", 200: "again"}.get(answer.status_code, answer.status_code) if answer else "unknown"
        with self.lock:
            self.outcomes[outcome] += 1
            if outcome in ("kept", "again"):
                self.kept.add(number)
            if outcome == "unknown":
                self.unknown.add(number)

    def _post(self, body):
        try:
            return Browser(self.port).post("/s/gut-leben?lang=de", body, headers=SAME_SITE)
        except GONE:
            time.sleep(PAUSE)
            return None

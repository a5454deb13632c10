"""An installation with a life behind it, to be backed up; and others, new and empty, to bring it back to."""

import hashlib
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

from flask import Flask
from sqlalchemy import insert, select

from app.config import Config
from app.domain.response import Response
from app.store import outbox, responses, tables, voices
from app.store.backup import KEPT
from app.store.engine import reading
from app.store.metadata import metadata
from app.web import create_app, example_votes
from app.web.clock import now
from app.web.codes import hashed
from app.web.example import EXAMPLE
from app.web.jobs import Runner
from tests.services import postgres
from tests.web.codes import printed
from tests.web.staff import Colleague

SLUG = "gut-leben"
CANARY = "Sellerie um halb neun beim Rathaus"  # answered, and still waiting
SEALED = "Mehr Busse nach Eutin"
MAIL = "a link for one person"
SECRET = "for tests only"


@dataclass
class Living:
    app: Flask
    folder: Path

    @property
    def engine(self):
        return self.app.extensions["engine"]

    @property
    def config(self) -> Config:
        return self.app.config["MITSPRACHE"]

    @property
    def keys(self) -> Path:
        return self.config.keys

    def run(self, *command):
        return self.app.test_cli_runner().invoke(args=list(map(str, command)))

    def back_up(self, *more) -> Path:
        """The file of a backup that is made now."""
        done = self.run("backup", self.folder / "backups", *more)
        assert done.exit_code == 0, done.output
        return Path(done.output.splitlines()[0])

    def settings(self, **given):
        self.app.config["MITSPRACHE"] = replace(self.config, **given)

    def answer(self, people, words, codes=()):
        """People answer alike but for their age, through the door of those who answer."""
        codes = [*codes, *[None] * (people - len(codes))]
        with self.app.app_context(), self.app.extensions["engines"].answer.begin() as db:
            for person, code in enumerate(codes):
                given = {"her": "land", "gefuehl": str(1 + person % 4), "wichtig": ["wohnen"], "zuerst": words}
                receipt = hashlib.sha256(f"{words}{person}".encode()).hexdigest()
                key = hashed(SLUG, code.replace("-", "")) if code else None
                assert responses.add(db, SLUG, 1, Response("de", given, False), receipt, key) == "kept"

    def release(self, hours=0):
        return Runner(self.engine, self.keys).once(now() + timedelta(hours=hours))

    def rows(self, table):
        return rows(self.engine, table)


def rows(engine, table):
    with reading(engine) as db:
        return [tuple(row) for row in db.execute(select(table).order_by(*table.primary_key.columns))]


def fill(living: Living) -> None:
    """Two releases with a text among them, one of votes, printed codes of which some are used, people who work there,
    and answers and votes that wait."""
    example_votes.vote(living.engine, EXAMPLE, range(40), Random(1))  # the first release settles, the second seals
    slips = printed(living.app, 30)
    for batch, hours in ((slips[:20], 0), (slips[20:22], 1)):
        living.answer(25, f"{SEALED} {hours}", batch)
        assert len(living.release(hours)) == 1
    Colleague(living.app, "admin")
    with living.engine.begin() as db:
        for text in voices.waiting(db, SLUG)[:12]:
            voices.decide(db, SLUG, text.id, "shown")
        outbox.add(db, "kim@example.org", MAIL, MAIL, now())
        db.execute(insert(tables.attempts).values(email="kim@example.org", failed=3, until=now()))
        db.execute(insert(tables.sealing).values(id="x" * 36))
    living.answer(7, CANARY, slips[22:24])
    example_votes.vote(living.engine, EXAMPLE, range(100, 103), Random(2))


def app_of(url: str, folder: Path) -> Flask:
    unhurried = {"least_seconds": 0, "forms_per_minute": 0}
    app = create_app(Config(database=url, instance=str(folder), secret=SECRET, **unhurried))
    app.testing = True
    return app


@contextmanager
def newborn(backend: str, folder: Path):
    """An installation on another machine, on which nothing was done yet."""
    made = nullcontext(f"sqlite:///{folder}/new/new.db") if backend == "sqlite" else postgres.database()
    with made as url:
        app = app_of(url, folder / "new")
        try:
            yield Living(app, folder)
        finally:
            app.extensions["engine"].dispose()
            app.extensions["engines"].dispose()


def kept_rows(engine):
    return {name: rows(engine, metadata.tables[name]) for name in sorted(KEPT)}

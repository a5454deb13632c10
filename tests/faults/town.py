"""A questionnaire whose answers carry a number each, its job runner, and what must hold of them after any fault."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.response import Response
from app.store import epochs, questionnaires, releases, responses, tables
from app.store.engine import reading
from app.store.sealing import unsealed
from app.web.jobs import Runner
from tests.domain.sample import long_text, page, questionnaire, single
from tests.store.sample import number_of, rows

SLUG = "test"
FORM = questionnaire(
    page("one", single("her", "land", "hier", dimension=True), single("mood", "good", "bad"), long_text("words"))
)
NOON = datetime(2025, 7, 14, 12)  # noqa: DTZ001  UTC, as the clock gives it
QUARTER = timedelta(minutes=15)


@dataclass
class Town:
    runner: Runner
    sent: int = 0
    moment: datetime = NOON

    @property
    def engine(self):
        return self.runner.engine

    def found(self):
        with self.engine.begin() as db:
            questionnaires.add(db, FORM)
            questionnaires.publish(db, questionnaires.draft(db, SLUG), NOON.date())
        return self

    def answer(self, people=20, door=None):
        """That many people answer; with a door of their own through that."""
        for number in range(self.sent, self.sent + people):
            given = {"her": "land", "mood": ("good", "bad")[number % 2], "words": f"word-{number:06}"}
            with (door or self.engine).begin() as db:
                assert responses.add(db, SLUG, 1, Response("de", given), f"{number:064}") == "kept"
        self.sent += people

    def later(self, time=QUARTER):
        self.moment += time
        return self.moment

    def look(self):
        """All that was sent is there once, waiting or sealed; an epoch was sealed whole and released whole, or not at
        all. Returns how many epochs and how many releases there are."""
        with reading(self.engine) as db:
            waiting = [number_of(row.answers["words"]) for row in db.execute(unsealed(SLUG))]
            made, released = epochs.all_of(db, SLUG), releases.hashes(db, SLUG)
            assert releases.broken(db, SLUG) is None
        voices = [number_of(row.words) for row in rows(self.engine, tables.voices)]
        assert sorted(waiting + voices) == list(range(self.sent))
        assert len(voices) == len(rows(self.engine, tables.responses)) == sum(epoch.sheets for epoch in made)
        assert [epoch.number for epoch in made] == list(range(len(made), 0, -1))
        assert len(made) - len(released) in (0, 1)
        gated = [row.number for row in rows(self.engine, tables.epochs) if row.held_back is not None]
        assert sorted(gated) == list(range(1, len(released) + 1))
        return len(made), len(released)

    def settled(self):
        """Nothing is left half done."""
        assert rows(self.engine, tables.sealing) == rows(self.engine, tables.inbox) == []
        made, released = self.look()
        return made == released

"""The job runner: seals what waits in the inbox and publishes releases.

A release has two steps, each of them all or nothing. The seal fixes who is in it; making it is then a pure function of
what is stored, so a run that was killed in between is finished by the next one, to the same byte.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from app.domain.audience import changed_since
from app.domain.cube import Cube
from app.domain.display import about
from app.domain.profile import PROFILES, SMALL, Profile
from app.domain.questionnaire import Questionnaire
from app.domain.release import Edition, Release, release
from app.domain.response import Response, Sealed, monday, seal
from app.domain.themes import Method, Next, following
from app.domain.themes import published as with_themes
from app.domain.voices import due as texts_due
from app.domain.voices import published as with_texts
from app.store import codebooks, codings, epochs, questionnaires, releases, responses, voices
from app.store.epochs import Epoch
from app.store.lock import alone
from app.store.questionnaires import Version
from app.web import extracts, keys, trials
from app.web.clock import day_of, now
from app.web.conversing import Conversing
from app.web.forgetting import forget_guests

RECEIPTS_WEEKS = 8
log = logging.getLogger("mitsprache.jobs")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Runner:
    """What the jobs work with: the owner's engine and the folder of the keys."""

    engine: Engine
    keys: Path

    def run(self, every_seconds: int) -> None:
        """Look for work until stopped; a database that is away for a while is waited for."""
        tidy: date | None = None
        while True:
            more = False
            try:
                self.once(now())
                if tidy != day_of(now()):
                    self.tidy(now())
                    tidy = day_of(now())
                more = self.try_protection()
            except OperationalError as error:
                log.warning("The database does not answer (%s); trying again.", type(error.orig).__name__)
            except Exception as error:  # noqa: BLE001  whatever it is, the next round may do better
                log.error("The jobs stopped halfway: %s at %s", type(error).__name__, _place(error))
            time.sleep(0 if more else every_seconds)

    def once(self, moment: datetime) -> list[Release]:
        """Publish what is due at this moment (UTC). What goes wrong with one questionnaire holds up no other."""
        with alone(self.engine) as free:
            if not free:
                return []
            responses.finish(self.engine)  # what a crash left half done
            with self._reading() as db:
                slugs = questionnaires.slugs_published(db)
            made = [self._try(slug, moment) for slug in slugs]
            Conversing(self.engine, self.keys).once(moment, self._guarded)
            extracts.prepare(self.engine, moment)
            self.keys.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.keys.with_name(keys.ALIVE).touch()  # for operators, who see whether this was minutes ago or longer
        return [each for each in made if each]

    def tidy(self, moment: datetime) -> None:
        """Forget what is weeks old. Once a day will do: it reads all receipts, and an index would double them."""
        with self.engine.begin() as db:
            responses.forget_receipts(db, monday(day_of(moment)) - timedelta(weeks=RECEIPTS_WEEKS))
        forget_guests(self.engine, moment)

    def try_protection(self) -> bool:
        """Go on with a trial of the protection that staff asked for; False when there is none."""
        with alone(self.engine) as free:
            return free and trials.go_on(self.engine)

    def _try(self, slug: str, moment: datetime) -> Release | None:
        return self._guarded(slug, lambda: self._release(slug, moment))

    def _release(self, slug: str, moment: datetime) -> Release | None:
        with self._reading() as db:
            version = questionnaires.published(db, slug)
        return self.publish_if_due(version, moment) if version else None

    def _guarded(self, slug: str, publish: Callable[[], Made | None]) -> Made | None:
        try:
            return publish()
        except OperationalError:
            raise
        except keys.KeyMissing as problem:
            log.error("%s", problem)
        except Exception as error:  # noqa: BLE001  the next one shall have its turn
            log.error("%s could not be released: %s at %s", slug, type(error).__name__, _place(error))
        return None

    def publish_if_due(self, version: Version, moment: datetime) -> Release | None:
        """Seal what waits if a release is due, and make it; or make the one whose answers were sealed already."""
        version = self._closed_in_time(version, day_of(moment))
        with self._reading() as db:
            before = releases.latest(db, version.slug)
            epoch = epochs.pending(db, version.slug)
        profile = PROFILES[before.profile if before else version.questionnaire.profile]
        key = keys.of(self.keys, version.slug, used=before is not None)
        if epoch is None:
            epoch = self._due(version, profile, moment)
            if epoch is None:
                epoch = self._texts_due(version.slug, before, moment, profile, key)
                return self._publish(version, epoch, profile, key, before) if epoch else None
            responses.seal(self.engine, version.slug, epoch, self._cut(version.slug))
        return self._publish(version, epoch, profile, key, before)

    def _closed_in_time(self, version: Version, day: date) -> Version:
        """The questionnaire as it is after its last day has passed."""
        if not version.open or version.last_day is None or day <= version.last_day:
            return version
        with self.engine.begin() as db:
            questionnaires.set_state(db, version.slug, "closed")
        return replace(version, open=False)

    def _due(self, version: Version, profile: Profile, moment: datetime) -> Epoch | None:
        with self._reading() as db:
            waiting = responses.waiting(db, version.slug)
            last, extended = epochs.last(db, version.slug), epochs.last(db, version.slug, groups=True)
            people = epochs.sheets(db, version.slug) + waiting
        number = last.number + 1 if last else 1
        if not version.open:
            due = profile.closing_due(waiting, first_time=last is None)
            groups = not profile.once
            return Epoch(version.slug, number, moment, groups, closing=True, version=version.number) if due else None
        if not profile.total_due(moment, last.moment if last else None, waiting, version.last_day):
            return None
        extends = people >= SMALL and profile.groups_due(moment, extended.moment if extended else None)
        return Epoch(version.slug, number, moment, extends, closing=False, version=version.number)

    def _texts_due(
        self, slug: str, before: Release | None, moment: datetime, profile: Profile, key: bytes
    ) -> Epoch | None:
        """An epoch nobody came with, when people have allowed, taken back or coded free texts: all numbers of answers
        stay the same."""
        with self.engine.begin() as db:
            last = epochs.last(db, slug)
            if last is None or before is None:
                return None
            version = int(before.document["version"])  # another might show other numbers
            if not texts_due(before, voices.reviewed(db, slug)):
                asked = questionnaires.published(db, slug, version)
                if not asked or not _themes(db, slug, before, asked.questionnaire, profile, key).fresh:
                    return None
            epoch = Epoch(slug, last.number + 1, moment, groups=False, closing=False, version=version)
            epochs.add(db, epoch)
        return epoch

    def _publish(self, version: Version, epoch: Epoch, profile: Profile, key: bytes, before: Release | None) -> Release:
        slug = version.slug
        with self._reading() as db:
            versions = questionnaires.versions(db, slug, epoch.version or version.number)
            (number, asked), since = versions[-1], changed_since(versions)
            counted = (kept for kept in responses.sealed(db, slug) if kept.epoch <= epoch.number)
            cube = Cube.build(asked, counted, key, profile, since)
            allowed = voices.reviewed(db, slug)
            coded = _themes(db, slug, before, asked, profile, key)
        edition = Edition(epoch.number, day_of(epoch.moment), number, epoch.groups, since)
        made = with_texts(release(asked, edition, cube, before), before, allowed, key)
        made = with_themes(made, coded)
        with self.engine.begin() as db:
            releases.add(db, slug, made, epoch.moment)
            codings.count(db, slug, coded.fresh)
            epochs.hold_back(db, slug, epoch.number, made.held_back)
        log.info("Release %d of %s: about %d answers.", made.number, slug, about(made.answers))
        if made.held_back:
            log.warning("Release %d of %s: the gate held %d groups back.", made.number, slug, len(made.held_back))
        return made

    def _cut(self, slug: str) -> Callable[[int, Response], Sealed]:
        """What cuts a response as the version it answered says; each version is read once."""

        @cache
        def questionnaire(number: int) -> Questionnaire:
            with self._reading() as db:
                version = questionnaires.published(db, slug, number)
            if version is None:
                raise LookupError(f"{slug} has no version {number}")
            return version.questionnaire

        return lambda number, given: seal(questionnaire(number), given)

    def _reading(self) -> Connection:
        return self.engine.connect().execution_options(mitsprache_read=True)


def _themes(
    db: Connection, slug: str, before: Release | None, asked: Questionnaire, profile: Profile, key: bytes
) -> Next:
    """The themes of the next release, from what staff have coded by now."""
    codebook = codebooks.codebook(db, slug)
    return following(before, codings.coded(db, slug, codebook), Method(asked, codebook, profile, key))


def _place(error: Exception) -> str:
    """Where an error was raised, without its message: that might hold an answer."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "an unknown place"

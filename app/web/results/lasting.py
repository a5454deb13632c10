"""How long others may keep a page of results: never longer than it is certain to stay, and never until a moment that
says when anybody answered. The hours and the nights of profiles are on the clock, not counted from a release."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from werkzeug.http import http_date

from app.domain.profile import PROFILES
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.store.questionnaires import Version
from app.web.clock import day_of
from app.web.public_pages import BRIEFLY as BRIEFLY_SAID

Keep = Mapping[str, str]  # headers

ASKS_EACH_TIME: Keep = {"Cache-Control": "public, no-cache"}
BRIEFLY: Keep = {"Cache-Control": BRIEFLY_SAID}
# The numbers of an earlier release never change. Its page may, with the program: words, looks, the files it loads. So
# nobody keeps it for good; who walks through the dates asks for none twice.
AN_HOUR: Keep = {"Cache-Control": "public, max-age=3600"}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def lasting(version: Version, release: Release | None, last: datetime | None, moment: datetime) -> Keep:
    """Of the newest results; `last` is when they were made. `moment` and `last` are UTC."""
    if release is None or _gathers_texts(version.questionnaire):
        return BRIEFLY  # a text that is taken back goes at once
    if not version.open:
        # After its last day the closing release has been made by the next. Who closes by hand sets no day.
        over = version.last_day is not None and day_of(moment) > version.last_day + DAY
        return AN_HOUR if over else BRIEFLY
    quiet = PROFILES[release.profile].quiet_until(moment, last)
    return _until(min(quiet, _full_hour(moment))) if quiet > moment else BRIEFLY


def _gathers_texts(questionnaire: Questionnaire) -> bool:
    return any(question.open_ended or _has_open_option(question) for question in questionnaire.questions)


def _has_open_option(question: object) -> bool:
    return any(option.open for option in getattr(question, "options", ()))


def _full_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + HOUR


def _until(moment: datetime) -> Keep:
    """A time on the clock, not a number of seconds: the page is kept by us, too, and stays the same meanwhile."""
    return {"Cache-Control": "public", "Expires": http_date(moment.replace(tzinfo=UTC))}

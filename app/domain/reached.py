"""Which quotas are full. Only the newest release decides: its numbers are public and changed a little, so a path that
closes tells nobody more than the results page does."""

from __future__ import annotations

from app.domain.questionnaire import Questionnaire
from app.domain.release import TOTAL, Release


def full_quotas(questionnaire: Questionnaire, release: Release | None) -> frozenset[str]:
    found = set()
    for quota in questionnaire.quotas:
        counts = release.counts(TOTAL, quota.question) if release else None
        if counts and sum(counts[answer] for answer in quota.answers) >= quota.most:
            found.add(quota.id)
    return frozenset(found)

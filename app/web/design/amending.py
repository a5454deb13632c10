"""Saving on the newest draft, whatever was saved since the page was opened: each change is put onto what is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.questionnaire import Questionnaire
from app.store.questionnaires import Draft, Outdated
from app.web.db import begin
from app.web.design.arranging import Change
from app.web.design.drafts import find, keep

TRIES = 5  # two people saving in the same hundredth of a second; the second tries again


def amend(slug: str, change: Callable[[Questionnaire], Change | None]) -> Draft:
    """Save change(newest draft) as a step; returns the draft as it is now."""
    for left in range(TRIES, 0, -1):
        try:
            with begin() as db:
                draft = find(db, slug)
                changed = change(draft.questionnaire)
                if changed and changed.questionnaire != draft.questionnaire:
                    revision = keep(db, draft, changed.questionnaire, changed.message, **changed.gaps)
                    return replace(draft, revision=revision, questionnaire=changed.questionnaire)
                return draft
        except Outdated:
            if left == 1:
                raise
    raise AssertionError

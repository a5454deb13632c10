"""Saving on the newest draft, whatever was saved since the page was opened: each change is put onto what is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import request

from app.domain.merge import Entry
from app.domain.questionnaire import Questionnaire
from app.domain.setting import Hand
from app.store.questionnaires import Draft, Outdated
from app.web import clock
from app.web.access import signed_in
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


def hand(questionnaire: Questionnaire) -> Hand:
    """Whoever is signed in, writing today."""
    return Hand(questionnaire.source, signed_in().name, str(clock.today()))


def entries() -> list[Entry]:
    """The fields of the form that was sent: f.PATH holds the words, was.PATH the fingerprint of those its author saw,
    sent.PATH words whose way was cut off. A field whose author takes the words of the other (take.PATH) is left out."""
    form = request.form
    paths = [name.removeprefix("was.") for name in form if name.startswith("was.")]
    return [
        Entry(path, form.get(f"f.{path}", ""), form[f"was.{path}"], tuple(form.getlist(f"sent.{path}")))
        for path in paths
        if form.get(f"take.{path}") != "theirs"
    ]

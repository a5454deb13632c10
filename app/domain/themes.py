"""Themes of free texts in a release: how many texts of a question are about what, for everyone together only.

A question appears with as many texts as a group of people needs (`first`), and its numbers change only when `block`
further texts have been coded: then all its texts count as they are coded at that moment. So any two states that were
ever published differ by a block of texts at least, however often somebody codes anew. Numbers are changed by the
cell-key method like all others (perturbation.py); the keys are those of the texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.domain.codebook import LABELS, NOTHING, OTHER, Codebook
from app.domain.perturbation import draw, person_key, perturbed
from app.domain.profile import Profile
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release, sha256
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label, Row, Tally
from app.domain.text import Text

KEY = "themes"  # of a release's document, see Found
LEAST_OWN = 5  # texts with a theme of staff's own before its name is public: it is made from what people wrote
ALL = ""  # the cell of all texts
TITLE = Sentence(N_("What the texts are about"))

Found = dict[str, Any]  # {"texts": about how many, "cells": {theme: texts}, "labels": {theme: {language: words}}}


@dataclass(frozen=True)
class Coded:
    """A text with its settled themes; `counted` says whether a release has counted it before."""

    id: str
    question: str
    part: str
    themes: tuple[str, ...]
    counted: bool = False


@dataclass(frozen=True)
class Method:
    """What counting needs beside the texts."""

    questionnaire: Questionnaire
    codebook: Codebook
    profile: Profile
    key: bytes


@dataclass(frozen=True)
class Next:
    """The themes of the next release, and the texts that are counted in it for the first time."""

    themes: Mapping[str, Found] = field(default_factory=dict)
    fresh: Sequence[str] = ()


def following(before: Release | None, coded: Iterable[Coded], method: Method) -> Next:
    """The themes of the release after this one."""
    old: Mapping[str, Found] = before.document.get(KEY, {}) if before else {}
    by_question: dict[str, list[Coded]] = {}
    for text in coded:
        if NOTHING not in text.themes:
            by_question.setdefault(text.question, []).append(text)
    asked = [question.id for question in method.questionnaire.questions]
    themes, fresh = {id: old[id] for id in asked if id in old}, list[str]()
    for id in asked:
        texts = by_question.get(id, [])
        new = [text for text in texts if not text.counted]
        if id in method.questionnaire.repeated or not _enough(texts, new, method.profile):
            continue
        if found := counted(id, texts, method):
            themes[id] = found
            fresh += [text.id for text in new]
    return Next(themes, tuple(sorted(fresh)))


def _enough(texts: Sequence[Coded], new: Sequence[Coded], profile: Profile) -> bool:
    return _people(texts) >= profile.first and _people(new) >= profile.block


def _people(texts: Sequence[Coded]) -> int:
    """How many people wrote these at least: one person may have written one text beside each answer."""
    return max(Counter(text.part for text in texts).values(), default=0)


def counted(question: str, texts: Sequence[Coded], method: Method) -> Found | None:
    """The changed numbers of one question; None where they would speak of too few."""
    having = _having(texts, method.codebook)
    names = (ALL, *having)
    sets = ([text.id for text in texts], *having.values())
    shown = dict(zip(names, _shown(question, names, sets, method), strict=True))
    all_of_them = shown.pop(ALL)
    if all_of_them < method.profile.first:
        return None
    return {"texts": all_of_them, "cells": shown, "labels": {id: _words(method.codebook, id) for id in shown}}


def _having(texts: Sequence[Coded], codebook: Codebook) -> dict[str, list[str]]:
    """The texts of each theme that is shown. A theme of one's own that few texts have is part of "something else"."""
    often = Counter(theme for text in texts for theme in text.themes)
    named = [
        theme.id
        for theme in codebook.themes
        if theme.id != NOTHING and (often[theme.id] >= LEAST_OWN if theme.own else True)
    ]
    having: dict[str, list[str]] = {id: [] for id in named}
    for text in texts:
        for theme in [theme for theme in text.themes if theme in having] or [OTHER]:
            having[theme].append(text.id)
    return having


def _shown(question: str, names: Sequence[str], sets: Sequence[Sequence[str]], method: Method) -> list[int]:
    sums = [sum(person_key(method.key, id) for id in ids) % 2**64 for ids in sets]
    draws = [draw(method.key, f"{KEY}:{question}", name, people) for name, people in zip(names, sums, strict=True)]
    counts = np.array([len(ids) for ids in sets])
    found: list[int] = perturbed(counts, np.array(draws), method.profile.most, method.profile.variance).tolist()
    return found


def _words(codebook: Codebook, id: str) -> dict[str, str]:
    """What a theme was called when it was counted: a release explains itself."""
    theme = codebook.theme(id)
    if theme and isinstance(theme.label, Text):
        return {tag: words for tag, words in theme.label.words.items() if words}
    return {"en": LABELS[id]}


def published(made: Release, then: Next) -> Release:
    """The release with its themes."""
    if not then.themes:
        return made
    document = {**made.document, KEY: dict(then.themes)}
    return Release(document, sha256(document), made.held_back)


def tally(release: Release, question: str) -> Tally | None:
    """The published themes of a question, as a chart shows them."""
    found = release.document.get(KEY, {}).get(question)
    if not found:
        return None
    rows = tuple(
        Row(_label(id, found["labels"][id]), (people,), found["texts"], last=id == OTHER)
        for id, people in found["cells"].items()
    )
    return Tally("bars", found["texts"], rows, several=True)


def _label(id: str, words: Mapping[str, str]) -> Label:
    return Sentence(LABELS[id]) if id in LABELS else Text(words)


def missing(texts: Sequence[Coded], profile: Profile) -> int:
    """How many further texts of one question must be coded before its numbers change."""
    counting = [text for text in texts if NOTHING not in text.themes]
    new = _people([text for text in counting if not text.counted])
    return max(profile.first - _people(counting), profile.block - new, 0)

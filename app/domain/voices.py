"""Free texts in a release: only what a person has read and allowed, never alone, in an order that tells nothing.

New texts of a question appear when at least ten of them are ready: they come from ten people, for each writes one.
Whenever anything changes, the whole list is shuffled anew, so nobody sees by the order which texts are the new ones.
A text stands beside its question and no filter; its language is said where the results name that language anyway.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from app.domain.release import Release, sha256
from app.domain.response import LANGUAGE, Voice

LEAST = 10  # new texts of one question at a time
# Of a release's document: [{"question", "part", "words", "language" or "", "translations": {tag: words}}, ...];
# "translations" are by staff, and left out where there are none.
KEY = "voices"

Shown = dict[str, Any]


def chosen(
    before: Sequence[Mapping[str, Any]], reviewed: Iterable[Voice], languages: Collection[str], chance: Random
) -> list[Shown]:
    """The texts of the next release: `before` are those of the last, `reviewed` all that a person has allowed.

    What was published and is allowed no longer goes at once. `languages` are those the results show as groups.
    """
    out = Counter(_place(text) for text in before)
    kept: list[Shown] = []
    fresh: defaultdict[tuple[str, str], list[Shown]] = defaultdict(list)
    for voice in reviewed:
        text = _shown(voice, languages)
        if out[_place(text)]:
            out[_place(text)] -= 1
            kept.append(text)
        else:
            fresh[text["question"], text["part"]].append(text)
    together = kept + [text for texts in fresh.values() if len(texts) >= LEAST for text in texts]
    together.sort(key=_sorted)  # so that the order they came in shapes nothing
    if together == sorted(map(dict, before), key=_sorted):
        return list(map(dict, before))
    chance.shuffle(together)
    return together


def due(before: Release | None, reviewed: Iterable[Voice]) -> bool:
    """Whether a release made now would show other texts than the last one."""
    if before is None:
        return False
    texts: list[Shown] = before.document.get(KEY, [])
    return chosen(texts, reviewed, _languages(before), Random(0)) != texts  # noqa: S311  only whether, not in which order


def published(made: Release, before: Release | None, reviewed: Iterable[Voice], key: bytes) -> Release:
    """The release with its texts. Their order follows from the questionnaire's key and the release's number."""
    seed = hmac.new(key, f"voices|{made.number}".encode(), hashlib.sha256).hexdigest()
    texts = chosen(before.document.get(KEY, []) if before else [], reviewed, _languages(made), Random(seed))  # noqa: S311
    if not texts:
        return made
    document = {**made.document, KEY: texts}
    return Release(document, sha256(document), made.held_back)


def of(release: Release, question: str) -> list[Shown]:
    """The published texts of a question."""
    return [text for text in release.document.get(KEY, []) if text["question"] == question]


def left_out(release: Release) -> Release:
    """An earlier release as it may be shown again: one of its texts may have been withdrawn since, so without any."""
    return replace(release, document={name: part for name, part in release.document.items() if name != KEY})


def _languages(release: Release) -> set[str]:
    return {tag for tag, people in release.groups(LANGUAGE).items() if people is not None}


def _shown(voice: Voice, languages: Collection[str]) -> Shown:
    language = voice.language if voice.language in languages else ""
    said: Shown = {"question": voice.question, "part": voice.part, "words": voice.words, "language": language}
    return said | ({"translations": dict(voice.translations)} if voice.translations else {})


def _place(text: Mapping[str, Any]) -> tuple[str, str, str]:
    return text["question"], text["part"], text["words"]


def _sorted(text: Mapping[str, Any]) -> tuple[Any, ...]:
    plain = tuple(text[name] for name in ("question", "part", "words", "language"))
    return *plain, tuple(sorted(text.get("translations", {}).items()))

"""Who translated and reviewed: a published version names nobody, but drafts with the same words do."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.text import Mark, Text, fingerprint
from app.domain.translation import Thing


def with_names(version: Thing, drafts: Iterable[Thing]) -> Thing:
    """The version with the marks its texts have in the first of these drafts where both original and translation are
    the same; drafts are looked at one after the other while a name is missing."""
    texts = {path: text for path, text, _ in version.texts()}
    nameless = {
        (path, tag) for path, text in texts.items() for tag, words in text.words.items() if words and tag in text.marks
    }
    found: dict[str, Text] = {}
    for draft in drafts:
        if not nameless:
            break
        there = {_place(path): text for path, text, _ in draft.texts()}
        for path, tag in sorted(nameless):
            text, mark = texts[path], _mark(texts[path], there.get(_place(path), Text()), tag, version.source)
            if mark:
                texts[path] = found[path] = Text(text.words, {**text.marks, tag: mark})
                nameless.remove((path, tag))
    return version.with_texts(found)


def _place(path: str) -> str:
    """A question may have moved to another page."""
    before, found, after = path.partition(".questions.")
    return after if found else before


def _mark(text: Text, other: Text, tag: str, source: str) -> Mark | None:
    own, mark = text.marks[tag], other.marks.get(tag)
    if mark is None or not mark.who or other.words.get(tag) != text.words[tag]:
        return None
    same_original = mark.made_from == fingerprint(text.words.get(source, ""))
    if mark == own or (same_original and (mark.state == "reviewed" or own.state == "draft")):
        return mark
    return None  # what was reviewed is not a draft again because someone typed the same words later

"""A statement people vote on: its words in all languages, where it came from, and what was decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.domain.text import Text

State = Literal["proposed", "accepted", "refused"]
PUBLIC = "public"  # the origin of what somebody added on the page; others are named as staff write them
LONGEST = 280  # letters of one idea


@dataclass(frozen=True, kw_only=True)
class Statement:
    """As staff see it. `source` is the language it was written in first; `reason` says why it was refused
    (a name of moderation.REASONS).

    `merged_into` is another statement that says the same: this one is no longer voted on, but keeps its origin.
    """

    id: str
    conversation: str
    words: Text
    source: str
    state: State = "proposed"
    reason: str = ""
    origin: str = PUBLIC
    theme: str = ""
    merged_into: str | None = None
    original: str = ""  # as it was proposed, where staff changed the words since: everyone sees what they changed
    revision: int = field(default=1, compare=False)

    @property
    def shown(self) -> bool:
        """Whether people vote on it."""
        return self.state == "accepted" and self.merged_into is None

    def public_words(self, before: Text) -> Text:
        """What voters read. What somebody wrote who came by a link waits until staff have read it; meanwhile the words
        stay that were there before."""
        waiting = {tag for tag, mark in self.words.marks.items() if mark.by_link and mark.state == "draft"}
        kept = Text({tag: words for tag, words in before.words.items() if tag in waiting}, before.marks)
        own = {tag: words for tag, words in self.words.words.items() if tag not in waiting}
        marks = {tag: (kept if tag in waiting else self.words).marks.get(tag) for tag in self.words.marks}
        return Text(own | dict(kept.words), {tag: mark for tag, mark in marks.items() if mark})

    def written(self) -> Mapping[str, str]:
        """Its words by language."""
        return {tag: words for tag, words in self.words.words.items() if words}


@dataclass(frozen=True)
class Shown:
    """As everyone sees it, without the names of translators."""

    id: str
    words: Text
    source: str
    theme: str
    origin: str
    original: str = ""

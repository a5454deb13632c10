"""How far the translations of something are, language by language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.language import LANGUAGES, Language
from app.domain.sentence import N_
from app.domain.text import counted
from app.domain.translation import Translatable

# In the order a bar shows them.
TEXTS = {
    "source": N_("original"),
    "reviewed": N_("reviewed"),
    "draft": N_("not reviewed"),
    "outdated": N_("outdated"),
    "missing": N_("missing"),
}


@dataclass(frozen=True)
class Progress:
    """How many texts of a language are in which state; `public` says whether the language is switched on."""

    language: Language
    public: bool
    source: bool
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def begun(self) -> bool:
        return self.public or self.counts.get("missing", 0) < self.total

    @property
    def reviewed(self) -> int:
        return self.counts.get("source", 0) + self.counts.get("reviewed", 0)

    def parts(self) -> Iterator[tuple[str, str, int, int]]:
        """Each state that occurs, in words, with where it begins and how many there are."""
        begins = 0
        for state, label in TEXTS.items():
            count = self.counts.get(state, 0)
            if count:
                yield state, label, begins, count
                begins += count


def progress(thing: Translatable) -> Iterator[Progress]:
    said = (text for _, text, must in thing.texts() if must or text)
    for tag, counts in counted(said, list(LANGUAGES), thing.source).items():
        yield Progress(LANGUAGES[tag], tag in thing.languages, tag == thing.source, counts)

"""What was translated before: the same or a similar original in any questionnaire, and the words it got then."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.text import fingerprint
from app.domain.translation import Translatable, wrong_gaps

GERMAN = ("de", "de-simple")
LEAST_LIKE = 0.6  # of the three-letter pieces both originals have
MOST = 3
RAREST = 12  # pieces of an original that are looked up: the rare ones say most


@dataclass(frozen=True)
class Known:
    """An original and its translation, as they stand in some questionnaire."""

    original: str
    words: str
    reviewed: bool


@dataclass(frozen=True)
class Suggestion:
    """`like` is 1 for the same original."""

    known: Known
    like: float


class Memory:
    """All pairs of one questionnaire or document in one language, to be asked quickly."""

    def __init__(self, thing: Translatable, language: str) -> None:
        self.originals: dict[str, str] = {}  # by fingerprint: what an outdated translation was made from
        self._pairs = list(dict.fromkeys(self._of(thing, language)))
        self._same: dict[str, list[Known]] = defaultdict(list)
        self._having: dict[str, list[int]] = defaultdict(list)
        self._pieces: list[frozenset[str]] = []
        for number, pair in enumerate(self._pairs):
            self._same[_plain(pair.original)].append(pair)
            self._pieces.append(_pieces(pair.original))
            for piece in self._pieces[-1]:
                self._having[piece].append(number)

    def _of(self, thing: Translatable, language: str) -> Iterable[Known]:
        source = thing.source
        for _, text, _ in thing.texts():
            original = text.words.get(source, "")
            self.originals[fingerprint(original)] = original
            state = text.state(language, source)
            if state in ("draft", "reviewed"):
                for tag in dict.fromkeys((source, *GERMAN)):
                    if tag != language and text.words.get(tag):
                        yield Known(text.words[tag], text.words[language], state == "reviewed")

    def same(self, original: str) -> list[Known]:
        return self._same.get(_plain(original), [])

    def similar(self, original: str) -> list[Suggestion]:
        wanted = _pieces(original)
        rare = sorted((piece for piece in wanted if piece in self._having), key=lambda p: len(self._having[p]))[:RAREST]
        often = Counter(number for piece in rare for number in self._having[piece])
        found = []
        for number, _ in often.most_common(8):
            there = self._pieces[number]
            like = 2 * len(wanted & there) / (len(wanted) + len(there))
            if like >= LEAST_LIKE:
                found.append(Suggestion(self._pairs[number], like))
        return found


def suggestions(memories: Sequence[Memory], original: str) -> list[Suggestion]:
    """The best of all memories: the same before the similar, reviewed before others, each translation once, and none
    whose gaps would not fit."""
    if not original.strip():
        return []
    found = [Suggestion(known, 1.0) for memory in memories for known in memory.same(original)]
    if not found:
        found = [each for memory in memories for each in memory.similar(original)]
    found.sort(key=lambda each: (-round(each.like, 1), not each.known.reviewed))
    fitting = {each.known.words: each for each in reversed(found) if not wrong_gaps(original, each.known.words)}
    return list(reversed(fitting.values()))[:MOST]


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _pieces(words: str) -> frozenset[str]:
    padded = f"  {_plain(words)} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))

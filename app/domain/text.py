"""Words people wrote, in several languages, each with its state of translation, and which of them a reader sees."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from app.domain.language import LANGUAGES, Direction
from app.domain.plural import PLURAL
from app.domain.sentence import N_, Problem

State = Literal["source", "missing", "draft", "reviewed", "outdated"]
GAP = re.compile(r"\{([a-z][a-z0-9_-]*)\}")


@dataclass(frozen=True)
class Said:
    """A phrase as a reader gets it: in the language asked for, or marked with the one it fell back to."""

    words: str
    language: str

    @property
    def direction(self) -> Direction:
        return LANGUAGES[self.language].direction if self.language in LANGUAGES else "ltr"


BY_LINK = " (Link)"  # behind the name of somebody without an account


@dataclass(frozen=True)
class Mark:
    """How a translation came about: its state, and the fingerprint of the source words it was made from.

    Who wrote or reviewed it, and on which day (YYYY-MM-DD), is known in drafts only: published, nobody is named."""

    state: Literal["draft", "reviewed"]
    made_from: str
    who: str = field(default="", compare=False)
    day: str = field(default="", compare=False)

    @property
    def by_link(self) -> bool:
        """Whether it was written by somebody without an account."""
        return self.who.endswith(BY_LINK)

    def to_data(self, names: bool = True) -> str:
        by = f":{self.day}:{self.who}" if names and (self.who or self.day) else ""
        return f"{self.state}:{self.made_from}{by}"


@dataclass(frozen=True)
class Text:
    """One phrase, by language tag: Text({"de": "Ja", "ar": "نعم"})."""

    words: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.words.values())

    @property
    def speaks(self) -> bool:
        """Whether it names answers in any language: "You said {kinder} children"."""
        return any("{" in words for words in self.words.values())

    def said(self, language: str) -> Said:
        """The phrase in this language, else along its chain of fallbacks, never blank while any words exist."""
        chain = LANGUAGES[language].fallbacks if language in LANGUAGES else ()
        for candidate in (language, *chain, *self.words):
            if self.words.get(candidate):
                return Said(self.words[candidate], candidate)
        return Said("", language)

    def state(self, language: str, source: str, made_from: str = "") -> State:
        """`made_from` is the fingerprint of the source words, for those who ask for many languages."""
        if not self.words.get(language):
            return "missing"
        if language == source:
            return "source"
        mark = self.marks.get(language)
        if mark is None:
            return "draft"
        now = made_from or fingerprint(self.words.get(source, ""))
        return mark.state if mark.made_from == now else "outdated"

    def with_words(
        self, language: str, words: str, source: str, state: Literal["draft", "reviewed"], who: str = "", day: str = ""
    ) -> Text:
        """The text with these words; a translation remembers which source words it was made from."""
        if language == source:
            if words == self.words.get(source):
                return self
            return Text({**self.words, language: words}, {**self._unmarked(source), **self.marks})
        mark = Mark(state, fingerprint(self.words.get(source, "")), who, day)
        return Text({**self.words, language: words}, {**self.marks, language: mark})

    def _unmarked(self, source: str) -> dict[str, Mark]:
        """Translations that came without a mark, as in an example: made from the words that stand there now."""
        now = fingerprint(self.words.get(source, ""))
        return {tag: Mark("draft", now) for tag, said in self.words.items() if said and tag != source}

    def gaps(self, language: str) -> set[str]:
        """The answers these words speak of, as named gaps: "{kinder}" speaks of the question kinder."""
        words = self.words.get(language, "")
        if "{" not in words:
            return set()
        return {*GAP.findall(words), *(name for name, _ in PLURAL.findall(words))}

    def to_data(self, names: bool = True) -> dict[str, Any]:
        """As JSON data; without `names` it does not say who translated."""
        marks = {tag: mark.to_data(names) for tag, mark in self.marks.items() if self.words.get(tag)}
        return {**self.words, **({"#": marks} if marks else {})}

    @classmethod
    def from_data(cls, data: Any, where: str = "") -> Text:
        if not isinstance(data, dict):
            raise Problem(N_("Here stands something that is not a text by language."), where)
        words = {tag: said for tag, said in data.items() if tag != "#"}
        if any(tag not in LANGUAGES for tag in words) or not all(isinstance(said, str) for said in words.values()):
            raise Problem(N_("Here stands something that is not a text by language."), where)
        marks = data.get("#") or {}
        if not isinstance(marks, dict):
            raise Problem(N_("Here stands something that is not a text by language."), where)
        return cls(words, dict(_marks(marks)))


def _marks(data: Mapping[str, str]) -> Iterator[tuple[str, Mark]]:
    for tag, mark in data.items():
        state, made_from, day, who = (*str(mark).split(":", 3), "", "", "")[:4]
        yield tag, Mark("reviewed" if state == "reviewed" else "draft", made_from, who, day)


def fingerprint(words: str) -> str:
    """Eight hex digits that change when the words do (not secret: SHA-256, shortened)."""
    return hashlib.sha256(words.strip().encode()).hexdigest()[:8]


def counted(texts: Iterable[Text], languages: Sequence[str], source: str) -> dict[str, dict[str, int]]:
    """How many texts are in which state, by language."""
    found: dict[str, Counter[str]] = {tag: Counter() for tag in languages}
    for text in texts:
        made_from = fingerprint(text.words.get(source, ""))
        for tag, states in found.items():
            states[text.state(tag, source, made_from)] += 1
    return {tag: dict(states) for tag, states in found.items()}


def put(data: Any, texts: Mapping[str, Text]) -> Any:
    """The stored form of a questionnaire, or a page, with these texts, by path within it; the one given stays."""
    for path, text in texts.items():
        data = _put(data, path.split("."), text, path)
    return data


def _put(data: Any, steps: list[str], text: Text, path: str) -> Any:
    name, *rest = steps
    if isinstance(data, list) and any(item.get("id") == name for item in data):
        return [_put(item, rest, text, path) if item.get("id") == name else item for item in data]
    if not isinstance(data, dict) or (rest and name not in data):
        raise Problem(N_("There is no text called {name}."), path, name=path)
    return {**data, name: _put(data[name], rest, text, path) if rest else text.to_data()}

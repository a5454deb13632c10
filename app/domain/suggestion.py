"""Themes suggested for a free text because texts like it have them: word for word explainable, never decided by it.

Texts of the same language are compared by the cosine of their TF-IDF weights (G. Salton and C. Buckley, "Term-weighting
Approaches in Automatic Text Retrieval", Information Processing & Management 24, 1988); the nearest of them vote. Words
count by their beginning, for most of our languages decline them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from app.domain.codebook import ALONE

LEAST = 20  # coded texts of a language, before that nothing is said
LEAST_OF_THEME = 3  # texts that have a theme before it is suggested
NEAREST = 5  # texts that vote
LEAST_ALIKE = 0.12  # cosine below which a text is no neighbour
LEAST_VOTE = 0.5  # of the neighbours' weight
MOST = 3  # suggestions
MOST_TEXTS = 3000  # compared: more would make the page slow
STEM, SHORTEST = 5, 3  # letters
WORD = re.compile(r"[^\W\d_]+")
ARTICLES = ("وال", "بال", "ال")  # Arabic writes "the", "and the", "in the" together with the word


@dataclass(frozen=True)
class Example:
    """A text with the themes it was given."""

    words: str
    themes: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """A theme, the words of the text that speak for it, the nearest text that has it, and how many neighbours do."""

    theme: str
    because: tuple[str, ...]
    nearest: str
    votes: int
    of: int


def base(language: str) -> str:
    """Plain German is compared with German."""
    return language.partition("-")[0]


def suggest(words: str, examples: Iterable[Example]) -> list[Suggestion]:
    """The likeliest themes of a text, the likeliest first; `examples` are coded texts of the same language."""
    known = [each for each in islice(examples, MOST_TEXTS) if not set(each.themes) & set(ALONE)]
    asked = dict(_terms(words))
    if len(known) < LEAST or not asked:
        return []
    parts = _parts(asked, known)
    alike = parts.sum(axis=1)
    nearest = [int(place) for place in np.argsort(-alike, kind="stable")[:NEAREST] if alike[place] >= LEAST_ALIKE]
    often = Counter(theme for each in known for theme in each.themes)
    votes: dict[str, float] = {}
    for place in nearest:
        for theme in known[place].themes:
            votes[theme] = votes.get(theme, 0.0) + float(alike[place])
    least = LEAST_VOTE * float(sum(alike[place] for place in nearest))
    likely = sorted((t for t in votes if votes[t] >= least and often[t] >= LEAST_OF_THEME), key=lambda t: -votes[t])
    return [_explained(theme, nearest, known, parts, list(asked.values())) for theme in likely[:MOST]]


def _parts(asked: dict[str, str], known: Sequence[Example]) -> npt.NDArray[np.float64]:
    """What each term of the text adds to its cosine with each known text."""
    counts = [Counter(term for term, _ in _terms(each.words)) for each in known]
    documents = Counter(term for each in counts for term in each)
    rarity = {term: np.log((1 + len(known)) / (1 + df)) + 1 for term, df in documents.items()}
    own = np.array([rarity.get(term, np.log(1 + len(known)) + 1) for term in asked])
    sizes = np.array([_size(each, rarity) for each in counts])
    held = np.array([[_weight(each[term], rarity.get(term, 0.0)) for term in asked] for each in counts])
    parts: npt.NDArray[np.float64] = held * own / (np.linalg.norm(own) * np.maximum(sizes, 1e-9)[:, None])
    return parts


def _size(counts: Counter[str], rarity: dict[str, float]) -> float:
    return float(np.sqrt(sum(_weight(count, rarity[term]) ** 2 for term, count in counts.items())))


def _weight(count: int, rarity: float) -> float:
    return float((1 + np.log(count)) * rarity) if count else 0.0


def _explained(
    theme: str, nearest: list[int], known: Sequence[Example], parts: npt.NDArray[np.float64], words: Sequence[str]
) -> Suggestion:
    having = [place for place in nearest if theme in known[place].themes]
    spoke = parts[having].sum(axis=0)
    strongest = [int(term) for term in np.argsort(-spoke, kind="stable")[:3] if spoke[term] > 0]
    return Suggestion(
        theme, tuple(words[term] for term in strongest), known[having[0]].words, len(having), len(nearest)
    )


def _terms(words: str) -> Iterator[tuple[str, str]]:
    """The terms of a text, each with the word it was written as."""
    for word in WORD.findall(words):
        plain = word.casefold()
        for article in ARTICLES:
            if plain.startswith(article) and len(plain) > len(article) + 1:
                plain = plain.removeprefix(article)
                break
        if len(plain) >= SHORTEST:
            yield plain[:STEM], word

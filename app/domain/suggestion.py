"""Themes suggested for a free text because texts like it have them: explained word by word, never decided by it.

Texts of one language are compared by the TF-IDF weights of their trigrams (three letters in a row inside a word: so
"Bus" is found in "Busverbindung", and endings do no harm), and each theme is learnt by ridge regression on them.
Sources: G. Salton, C. Buckley, "Term-weighting Approaches in Automatic Text Retrieval", Information Processing &
Management 24 (1988); A. Hoerl, R. Kennard, "Ridge Regression", Technometrics 12 (1970), here in its dual form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from app.domain.codebook import ALONE

LEAST = 20  # coded texts of a language, before that nothing is said
LEAST_OF_THEME = 3  # texts that have a theme before it is suggested
SURE = 0.35  # of 1, above which a theme is suggested; found on tests/domain/coded_texts.txt
SHRINKING = 0.3  # ridge: how little one text may say; found there, too
MOST = 3  # suggestions
MOST_TEXTS = 600  # learnt from: more would make the page slow. Their keys are random, so these are a sample
LETTERS = 3
WORD = re.compile(r"[^\W\d_]+")
ARTICLES = ("وال", "بال", "ال")  # Arabic writes "the", "and the", "in the" together with the word

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A text with the themes it was given."""

    words: str
    themes: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """A theme, the words of the text that speak for it most, and the coded text with it that is most like this one."""

    theme: str
    because: tuple[str, ...]
    nearest: str


def base(language: str) -> str:
    """Plain German is compared with German."""
    return language.partition("-")[0]


def suggest(words: str, examples: Iterable[Example]) -> list[Suggestion]:
    """The likeliest themes of a text, the likeliest first; `examples` are coded texts of the same language."""
    known = [each for each in islice(examples, MOST_TEXTS) if not set(each.themes) & set(ALONE)]
    if len(known) < LEAST:
        return []
    names = sorted({theme for each in known for theme in each.themes})
    has = np.array([[theme in each.themes for theme in names] for each in known], float)
    columns, rarity = _columns(known)
    texts = np.array([_weights(_grams(each.words), columns, rarity) for each in known])
    asked = _weights(_grams(words), columns, rarity)
    often = has.mean(axis=0)
    learnt = texts.T @ np.linalg.solve(texts @ texts.T + SHRINKING * np.eye(len(known)), has - often)
    scores = often + asked @ learnt
    likely = [int(place) for place in np.argsort(-scores, kind="stable") if scores[place] >= SURE]
    alike = texts @ asked
    return [
        Suggestion(names[place], because, known[int(np.argmax(alike * has[:, place]))].words)
        for place in likely
        if has[:, place].sum() >= LEAST_OF_THEME
        if (because := _because(words, asked, learnt[:, place], columns))
    ][:MOST]


def _because(words: str, asked: Matrix, learnt: Matrix, columns: Mapping[str, int]) -> tuple[str, ...]:
    """The words whose trigrams speak for a theme, the strongest first."""
    speaks: dict[str, float] = {}
    for word, grams in _by_word(words):
        places = [columns[gram] for gram in grams if gram in columns]
        speaks[word] = float((asked[places] * learnt[places]).sum())
    return tuple(word for word in sorted(speaks, key=lambda word: -speaks[word])[:3] if speaks[word] > 0)


def _columns(known: Sequence[Example]) -> tuple[dict[str, int], Matrix]:
    """A column for each trigram of the known texts, and how rare it is."""
    columns: dict[str, int] = {}
    often: list[int] = []
    for each in known:
        for gram in _grams(each.words):
            if columns.setdefault(gram, len(columns)) == len(often):
                often.append(0)
            often[columns[gram]] += 1
    return columns, np.log((1 + len(known)) / (1 + np.array(often))) + 1


def _weights(grams: Iterable[str], columns: Mapping[str, int], rarity: Matrix) -> Matrix:
    """A text as a vector of length 1, or of zeros if it has nothing in common with the known ones."""
    vector = np.zeros(len(columns))
    places = [columns[gram] for gram in grams if gram in columns]
    vector[places] = rarity[places]
    size = float(np.linalg.norm(vector))
    return vector / size if size else vector


def _grams(words: str) -> list[str]:
    return list(dict.fromkeys(gram for _, grams in _by_word(words) for gram in grams))


def _by_word(words: str) -> Iterator[tuple[str, list[str]]]:
    """The words of a text with their trigrams; shorter words say nothing."""
    for word in WORD.findall(words):
        plain = word.casefold()
        article = next((each for each in ARTICLES if plain.startswith(each) and len(plain) > len(each) + 1), "")
        plain = plain.removeprefix(article)
        grams = [plain[place : place + LETTERS] for place in range(len(plain) - LETTERS + 1)]
        if grams:
            yield word, grams

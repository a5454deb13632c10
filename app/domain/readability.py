"""How hard a German text is to read, and which sentence or word makes it so.

The score is Amstad's for German after Flesch: 180 less the words of a sentence, less 58.5 times the syllables of a word
(T. Amstad, Wie verständlich sind unsere Zeitungen?, Zürich 1978); 100 is very easy, 0 very hard. It says little about
a line of a few words, so short texts are judged by their sentences and words alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.domain.sentence import N_, Problem, Sentence

WORD = re.compile(r"[^\W\d_]+(?:[-·•’'][^\W\d_]+)*")
VOWELS = re.compile(r"aa|ee|oo|ai|au|äu|ei|eu|ey|ie|[aeiouyäöü]")
# A full stop that ends no sentence: "z. B.", "usw.", "1. Mai".
ABBREVIATED = re.compile(
    r"\b[zduiovsbah]\.\s*(?=[a-zäöü]\.)|\b(?:[zduiovsbah]|bzw|usw|ca|nr|str|dr|st|evtl|inkl|\d+)\.", re.IGNORECASE
)
END = re.compile(r"[.!?…:;]+(?:[\s»“”\")]+|$)|\n+")
PASSIVE = re.compile(
    r"\b(?:wird|werden|wurden?|worden)\b(?=.*\b(?:ge|be|er|ver|zer|ent)\w{2,}(?:t|en)\b)", re.IGNORECASE | re.DOTALL
)
GAP = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Bounds:
    """What a language asks of its texts: words in a sentence, letters of a word in one piece, and the score."""

    words: int
    letters: int
    score: int
    active: bool = False


# Standard German for readers around B1; plain German after the usual rules: short sentences, joined words divided.
BOUNDS = {
    "de": Bounds(words=20, letters=24, score=40),
    "de-simple": Bounds(words=12, letters=15, score=60, active=True),
}
LEAST_WORDS = 20  # of a text that gets a score


def words_of(text: str) -> list[str]:
    return WORD.findall(GAP.sub("…", text))


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, its lines being sentences too; "z. B." and "1. Mai" end none."""
    whole = ABBREVIATED.sub(lambda found: found[0].replace(".", "\u2024"), text)
    pieces = (piece.replace("\u2024", ".").strip() for piece in END.split(whole))
    return [piece for piece in pieces if words_of(piece)]


def syllables(word: str) -> int:
    """Groups of vowels that are spoken together; "qu" is a consonant."""
    return max(1, len(VOWELS.findall(word.casefold().replace("qu", "q"))))


def score(text: str) -> float | None:
    """Amstad's score, None for a text too short to say."""
    words = words_of(text)
    if len(words) < LEAST_WORDS:
        return None
    return 180 - len(words) / len(sentences_of(text)) - 58.5 * sum(map(syllables, words)) / len(words)


def hard_spots(text: str, language: str, where: str) -> Iterator[Problem]:
    """What makes a text hard: the sentence or word itself, and why."""
    if language in BOUNDS and len(text) <= 20_000:
        yield from (Problem(found.message, where, **found.gaps) for found in _hard(text, language))


@lru_cache(maxsize=8_000)
def _hard(text: str, language: str) -> tuple[Sentence, ...]:
    return tuple(_looked_for(text, BOUNDS[language]))


def _looked_for(text: str, bounds: Bounds) -> Iterator[Sentence]:
    for sentence in sentences_of(text):
        count, short = len(words_of(sentence)), _short(sentence)
        if count > bounds.words:
            yield Sentence.of(
                N_("This sentence has {count} words; up to {most} are easy to read. Make two of it: “{sentence}”"),
                count=count,
                most=bounds.words,
                sentence=short,
            )
        if bounds.active and len(sentence) < 600 and PASSIVE.search(sentence):
            yield Sentence.of(N_("Say who does it: “{sentence}”"), sentence=short)
    for word in dict.fromkeys(words_of(text)):
        if max(map(len, re.split("[-·•]", word))) > bounds.letters:
            yield Sentence.of(
                N_("Divide this long word with a hyphen, or say it with shorter ones: “{word}”"), word=word
            )
    reached = score(text)
    if reached is not None and reached < bounds.score:
        yield Sentence.of(
            N_(
                "This text is hard to read: {score} of 100 points, {least} or more are easy enough. Shorter words help."
            ),
            score=max(0, round(reached)),
            least=bounds.score,
        )


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 160 else sentence[:159].rsplit(" ", 1)[0] + " …"

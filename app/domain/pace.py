"""How long people read and answer: an estimate from the words of a question and from what there is to decide."""

from __future__ import annotations

from app.domain.question import Question
from app.domain.text import Text

# Adults read about 240 words a minute silently in their first language (Brysbaert 2019, a review of 190 studies);
# many here read a second one, or are no practised readers.
WORDS_A_MINUTE = 160
DECIDING = 4.0  # seconds for one answer
WRITING = 30.0  # for an answer in own words
TURNING = 3.0  # for going on to the next page


def reading(text: Text, language: str) -> float:
    """Seconds to read a text in a language."""
    return len(text.said(language).words.split()) * 60 / WORDS_A_MINUTE


def asking(question: Question, language: str) -> float:
    """Seconds to read a question with all its answers and to decide on each thing it asks about."""
    read = sum(reading(text, language) for _, text, _ in question.texts())
    if not question.asks:
        return read
    return read + (WRITING if question.open_ended else DECIDING * question.decisions)

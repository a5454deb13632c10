"""Sentences of ours in files: in English, the language they are written in, so that a file reads alike everywhere."""

from __future__ import annotations

from app.domain.sentence import Sentence


def in_english(sentence: Sentence) -> str:
    gaps = {name: in_english(gap) if isinstance(gap, Sentence) else gap for name, gap in sentence.gaps.items()}
    return sentence.message.format(**gaps)

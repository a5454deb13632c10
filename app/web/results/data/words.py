"""Words in files: in a language that is named, whatever language the visitor reads."""

from __future__ import annotations

from typing import Any

from flask_babel import force_locale, gettext

from app.domain.language import LANGUAGES
from app.domain.sentence import Sentence
from app.domain.tally import Label
from app.domain.text import Text


def say_in(label: Label, tag: str) -> str:
    if isinstance(label, Text):
        return label.said(tag).words
    if isinstance(label, Sentence):
        with force_locale(LANGUAGES[tag].babel):
            return gettext(label.message).format(**{name: _gap(gap, tag) for name, gap in label.gaps.items()})
    return label


def _gap(gap: Any, tag: str) -> Any:
    return say_in(gap, tag) if isinstance(gap, (Text, Sentence)) else gap

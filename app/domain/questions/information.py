"""A text to read, with nothing to answer."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.question import Question, setting
from app.domain.sent import Sent
from app.domain.sentence import N_
from app.domain.text import Text


@dataclass(frozen=True, kw_only=True)
class Information(Question):
    body: Text = setting(Text(), N_("Text to read"))

    kind = "information"
    label = N_("Only a text")
    asks = False

    def _read(self, sent: Sent) -> None:
        return None

"""What a question says of one person, as a variable of a file for analysts: its answers by the marks they have here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.domain.sentence import N_, Sentence
from app.domain.tally import Label

Mark = str | int  # the short name of an answer, or a number that stands for itself

CHOSEN: Mapping[str, Label] = {"0": Sentence(N_("Not chosen")), "1": Sentence(N_("Chosen"))}


@dataclass(frozen=True)
class Trait:
    """`part` names it among those of its question, "" where there is one only, and `label` says what it is about.

    `values` are its answers in order, empty for a number; `unsure` are answers that are no opinion.
    """

    part: str = ""
    label: Label = ""
    type: Literal["single", "multiple", "number", "ordered"] = "single"
    values: Mapping[str, Label] = field(default_factory=dict)
    unsure: Mapping[str, Label] = field(default_factory=dict)

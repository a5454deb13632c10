"""The form of a question, a page or the whole questionnaire: what it may name, and which settings stand closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.domain.naming import namable
from app.domain.sentence import N_
from app.domain.tally import Label
from app.web.editing import form


@dataclass(frozen=True)
class Form(form.Form):
    parted = {
        N_("Other words for some people"): ("variants",),
        N_("Answers from an earlier question"): ("offer_from", "offer"),
        N_("Order, repetition and end"): ("exit", "shuffled", "block", "repeat", "each"),
        N_("Answering"): ("required", "soft", "dont_know", "refuse", "invalid"),
        N_("Results"): ("dimension", "sensitive", "priority", "population", "theme", "icon"),
        N_("Quotas"): ("quotas",),
    }

    def named(self, what: str, thing: Any) -> dict[str, Label]:
        return namable(self.whole, what, thing, self.thing)

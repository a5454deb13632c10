"""Which special pages each kind of document has beside those all kinds have: an endpoint that takes the slug alone."""

from __future__ import annotations

from app.domain.sentence import N_

SECTIONS: dict[str, list[tuple[str, str]]] = {
    "outcome": [
        ("organise.outcome_steps", N_("Say what became of it")),
        ("organise.outcome_sources", N_("Make demands of results")),
    ],
}

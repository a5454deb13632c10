"""The special pages of each kind of document, and what they are called."""

from __future__ import annotations

from app.domain.sentence import N_

SECTIONS: dict[str, list[tuple[str, str]]] = {
    "event": [
        ("organise.event_people", N_("Registrations")),
        ("organise.event_plan", N_("Planning sheet")),
        ("organise.check_in", N_("Check-in")),
        ("organise.badges", N_("Badges")),
    ],
    "conversation": [
        ("organise.statements", N_("Statements")),
        ("organise.statement_languages", N_("Translate statements")),
        ("organise.cards", N_("Cards from a file")),
    ],
    "outcome": [
        ("organise.outcome_steps", N_("Say what became of it")),
        ("organise.outcome_sources", N_("Make demands of results")),
    ],
}

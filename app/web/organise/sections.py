"""Special pages of a kind of document, beside those that all kinds have: the tabs of its pages."""

from __future__ import annotations

from app.domain.sentence import N_

# By kind: an endpoint that takes the short name alone, and what the tab says.
SECTIONS: dict[str, list[tuple[str, str]]] = {
    "consultation": [("organise.papers", N_("Files"))],
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

# Documents that come with the program, below examples/: new ones may begin like them.
EXAMPLES: dict[str, list[str]] = {
    "consultation": ["ostholstein/consultation.json"],
    "conversation": ["ostholstein/aussagen.json"],
    "event": ["ostholstein/bungsberg.json"],
    "outcome": ["ostholstein/ergebnis.json"],
}

# Where everyone reads what is published.
ADDRESSES = {
    "consultation": "/consultation/",
    "event": "/events/",
    "conversation": "/statements/",
    "outcome": "/outcome/",
}

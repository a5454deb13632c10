"""The kinds of documents, by name: one line each."""

from __future__ import annotations

from app.domain.consultation import Consultation
from app.domain.conversation import Conversation
from app.domain.document import Document
from app.domain.event import Event
from app.domain.outcome import Outcome

KNOWN: tuple[type[Document], ...] = (
    Consultation,
    Event,
    Conversation,
    Outcome,
)
KINDS: dict[str, type[Document]] = {made.kind: made for made in KNOWN}

"""The vote on statements of the example, and invented people who vote in it."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine

from app.domain.conversation import Conversation
from app.domain.document import load as load_document
from app.domain.imagine_votes import Electorate
from app.domain.statement import Statement
from app.domain.text import Text
from app.store import documents, statements
from app.store.votes import Vote, put_vote
from app.web.clock import today

FILE, SIMULATION = "aussagen.json", "aussagen-simulation.json"


def load(db: Connection, folder: Path) -> None:
    """Publish the conversation of a folder, if it has one."""
    if not (folder / FILE).exists():
        return
    data = _json(folder / FILE)
    conversation = load_document(Conversation, data["document"])
    for problem in conversation.check():
        raise problem
    documents.add(db, conversation)
    draft = documents.draft(db, Conversation, conversation.slug)
    assert draft is not None
    documents.publish(db, draft, today())
    for each in data["statements"]:
        statements.add(db, _statement(conversation, each))


def _statement(conversation: Conversation, data: dict[str, Any]) -> Statement:
    words = Text.from_data(data["words"], data["id"])
    return Statement(
        id=data["id"],
        conversation=conversation.slug,
        words=words,
        source=conversation.source,
        state="accepted",
        origin=data["origin"],
        theme=data["theme"],
    )


def vote(engine: Engine, folder: Path, people: range, chance: Random) -> None:
    """Let invented people vote, each on a page of their own."""
    slug, electorate = _json(folder / FILE)["document"]["slug"], Electorate(**_json(folder / SIMULATION))
    with engine.begin() as db:
        put, shown = put_vote(db.dialect.name), statements.shown_ids(db, slug)
        for person in people:
            for id, value in electorate.ballot(shown, chance).items():
                put(db.exec_driver_sql, Vote(f"simulated-{person}", id, slug, value, simulated=True))


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))

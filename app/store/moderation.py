"""What staff decide about statements: opinions, changed words, and which of them say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from app.domain.moderation import Decision, Opinion, Verdict, decision
from app.domain.people import Person
from app.domain.statement import Statement
from app.store import statements, tables

_O = tables.opinions.c
MOST_ORIGIN = 200  # letters


def opinions(db: Connection, conversation: str) -> dict[str, list[Opinion]]:
    """What was said about the statements of a conversation, by statement."""
    mine = select(tables.statements.c.id).where(tables.statements.c.conversation == conversation)
    found: dict[str, list[Opinion]] = {}
    for row in db.execute(select(tables.opinions).where(_O.statement.in_(mine)).order_by(_O.moment)):
        found.setdefault(row.statement, []).append(Opinion(row.name, row.verdict, row.reason, row.moment))
    return found


def say(
    db: Connection,
    statement: Statement,
    person: Person,
    verdict: Verdict,
    reason: str,
    moment: datetime,
    two_eyes: bool,
) -> Decision:
    """Keep what this person says; where that decides, the statement is shown or refused. Raises statements.Outdated."""
    _hold(db, statement)
    mine = {"statement": statement.id, "who": person.id}
    db.execute(delete(tables.opinions).where(_O.statement == statement.id, _O.who == person.id))
    said = {"name": person.name, "verdict": verdict, "reason": reason, "moment": moment}
    db.execute(insert(tables.opinions).values(**mine, **said))
    found = select(_O.who, _O.verdict, _O.reason, _O.moment).where(_O.statement == statement.id)
    decided = decision([Opinion(*row) for row in db.execute(found)], two_eyes)
    if decided.verdict:
        reason = decided.reason if decided.verdict == "refused" else ""
        statements.save(db, replace(statement, state=decided.verdict, reason=reason, merged_into=None))
    return decided


def _hold(db: Connection, statement: Statement) -> None:
    """Nobody else says something about it until the transaction ends, and what is said is about the words as they are.
    On SQLite those who write are alone anyway."""
    mine = select(tables.statements.c.revision).where(tables.statements.c.id == statement.id).with_for_update()
    if db.scalar(mine) != statement.revision and (current := statements.one(db, statement.id)):
        raise statements.Outdated(current)


def change(db: Connection, statement: Statement) -> None:
    """Other words: what was said about those before does not count for these. Raises statements.Outdated."""
    db.execute(delete(tables.opinions).where(_O.statement == statement.id))
    statements.save(db, statement)


def reopen(db: Connection, statement: Statement) -> None:
    """Decide anew: nobody votes on it until then."""
    db.execute(delete(tables.opinions).where(_O.statement == statement.id))
    statements.save(db, replace(statement, state="proposed", reason="", merged_into=None))
    if statement.merged_into:
        _with_origins(db, statement.merged_into)


def merge(db: Connection, statement: Statement, into: str) -> None:
    """People vote on the other one instead, which now says where both came from. Raises LookupError, Outdated."""
    target = statements.one(db, into)
    if target is None or target.conversation != statement.conversation or target.merged_into or into == statement.id:
        raise LookupError(into)
    statements.save(db, replace(statement, state="accepted", reason="", merged_into=into))
    for other in merged_with(db, statement):  # what was merged into this one goes along
        statements.save(db, replace(other, merged_into=into))
    _with_origins(db, into)


def merged_with(db: Connection, statement: Statement) -> Sequence[Statement]:
    """The statements that were merged into this one."""
    return [each for each in statements.all_of(db, statement.conversation) if each.merged_into == statement.id]


def _with_origins(db: Connection, id: str) -> None:
    target = statements.one(db, id)
    if target is None:
        return
    own = target.origin.split(" · ")[0]
    origins = dict.fromkeys([own, *sorted(each.origin for each in merged_with(db, target))])
    statements.save(db, replace(target, origin=" · ".join(origins)[:MOST_ORIGIN]))

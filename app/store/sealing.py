"""The seal: moves what waits in the inbox to the sealed tables, shuffled and under new keys, all of it or nothing.

What waits is read first and cut up; who answers meanwhile waits for the next seal. PostgreSQL then does everything in
one transaction. It also rewrites what stays (answers to other questionnaires, codes) shuffled,
because a row's place and transaction number tell when it came.

SQLite keeps the inbox in a file of its own, and two files cannot commit as one. So the sealed rows are kept first,
together with the keys of the inbox rows they came from; then those rows are deleted; then the keys. Each step may be
repeated, and whatever a crash left undone is done before the next seal.
"""

from __future__ import annotations

import json
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table, bindparam, delete, func, insert, select, text

from app.domain.response import Response, Sealed, Voice
from app.store import epochs, tables
from app.store.engine import ATTACHED, reading
from app.store.epochs import Epoch

Cut = Callable[[int, Response], Sealed]

LEAST_GIVEN = 5  # answers in a sheet before a second one like it is remarkable
LEAST_ALIKE = 3


def seal(engine: Engine, slug: str, epoch: Epoch, cut: Cut) -> int:
    """Seal what waits for this questionnaire as this epoch; returns how many responses that were.

    `cut` takes the version and the response and separates codes from free texts. Nothing happens unless the epoch is
    the one after the last: of two job runners at once, one seals.
    """
    finish(engine)
    with reading(engine) as db:
        rows = db.execute(unsealed(slug)).all()
    sealed = [cut(row.version, Response(row.language, row.answers, row.simulated)) for row in rows]
    with engine.begin() as db:
        _alone(db)
        before = epochs.last(db, slug)
        if epoch.number != (before.number if before else 0) + 1:
            return 0
        _keep(
            db,
            tables.responses,
            [_response(slug, epoch.number, row.version, each) for row, each in zip(rows, sealed, strict=True)],
        )
        _keep(db, tables.voices, [_voice(slug, voice) for each in sealed for voice in each.voices])
        if rows:
            db.execute(insert(tables.sealing), [{"id": row.id} for row in rows])
        alike = identical(sealed)
        _stop_answers(db)  # no sooner: from here on people wait
        epochs.add(db, replace(epoch, sheets=len(rows), identical=alike, codes_left=_codes_left(db, slug)))
        if db.dialect.name == "postgresql":
            _rewrite(db)
    finish(engine)
    return len(rows)


def unsealed(slug: str) -> Select[Any]:
    """The inbox rows of a questionnaire, without those that are sealed and only still there."""
    t = tables.inbox
    return select(t).where(t.c.slug == slug, t.c.id.not_in(select(tables.sealing.c.id)))


def finish(engine: Engine) -> None:
    """Delete from SQLite's inbox file what is sealed, down to the last byte."""
    if engine.dialect.name != "sqlite":
        return
    with reading(engine) as db:
        ids = list(db.scalars(select(tables.sealing.c.id)))
    if not ids:
        return
    with engine.begin() as db:
        _delete(db, tables.inbox, ids)
        forget_sealed(db)
    if not _wipe(engine):
        return  # someone is reading the old pages: next time
    with engine.begin() as db:
        _delete(db, tables.sealing, ids)  # these and no others: another runner may have sealed meanwhile
    with engine.connect().execution_options(mitsprache_plain=True) as db:
        db.exec_driver_sql("PRAGMA main.wal_checkpoint(TRUNCATE)")


def forget_sealed(db: Connection) -> None:
    """Delete votes and suggestions that are sealed, but no vote given on the same page since: it is not settled."""
    v, s, gone = tables.votes_waiting.c, tables.suggestions_waiting.c, select(tables.sealing.c.id)
    db.execute(delete(tables.votes_waiting).where(v.settled, v.ballot.in_(gone)))
    db.execute(delete(tables.suggestions_waiting).where(s.settled, s.id.in_(gone)))


def identical(sealed: Iterable[Sealed]) -> Sequence[int]:
    """Sizes of the sets of sheets with the same answers throughout: one person many times, or a program."""
    sheets = Counter(
        json.dumps(dict(each.answers), sort_keys=True) for each in sealed if len(each.answers) >= LEAST_GIVEN
    )
    return tuple(sorted((count for count in sheets.values() if count >= LEAST_ALIKE), reverse=True))


def _alone(db: Connection) -> None:
    """No other runner seals before this is done. SQLite's lock is taken already, and keeps nobody from answering."""
    if db.dialect.name == "postgresql":
        db.execute(text("lock table public.sealing in exclusive mode"))


def _stop_answers(db: Connection) -> None:
    """No answer arrives before this is done."""
    if db.dialect.name == "postgresql":  # in the order in which submit() takes them, or they could block each other
        db.execute(text("lock table public.receipts, public.codes, public.inbox in access exclusive mode"))


def _keep(db: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    """Answers and texts are shuffled apart, so that no order says which belong together."""
    random.SystemRandom().shuffle(rows)
    if rows:
        db.execute(insert(table), rows)


def _response(slug: str, epoch: int, version: int, sealed: Sealed) -> dict[str, object]:
    return {
        "id": str(uuid.uuid4()),
        "slug": slug,
        "epoch": epoch,
        "version": version,
        "simulated": sealed.simulated,
        "groups": {dimension: list(groups) for dimension, groups in sealed.groups.items()},
        "answers": dict(sealed.answers),
    }


def _voice(slug: str, voice: Voice) -> dict[str, object]:
    return {
        "id": str(uuid.uuid4()),
        "slug": slug,
        "question": voice.question,
        "part": voice.part,
        "language": voice.language,
        "words": voice.words,
        "simulated": voice.simulated,
    }


def _codes_left(db: Connection, slug: str) -> int | None:
    t = tables.codes
    made = db.scalar(select(tables.questionnaires.c.codes_made).where(tables.questionnaires.c.slug == slug))
    if not made:
        return None
    return db.scalar(select(func.count()).select_from(t).where(t.c.slug == slug, t.c.once))


def _rewrite(db: Connection) -> None:
    """Put what stays back in another order, as if it had all come at this moment, and forget the rest."""
    for table in ("inbox", "codes"):
        db.execute(text(f"create temporary table stays_{table} (like public.{table}) on commit drop"))
        db.execute(text(f"insert into stays_{table} select * from public.{table} where id not in (table sealing)"))  # noqa: S608
        db.execute(text(f"truncate public.{table}"))
        db.execute(text(f"insert into public.{table} select * from stays_{table} order by gen_random_uuid()"))  # noqa: S608
    db.execute(text("truncate public.sealing"))


def _delete(db: Connection, table: Table, ids: list[str]) -> None:
    db.execute(delete(table).where(table.c.id == bindparam("gone")), [{"gone": id} for id in ids])


def _wipe(engine: Engine) -> bool:
    """Rewrite the inbox file and empty its log, for deleted pages can still be read in them; False if it is in use."""
    with engine.connect().execution_options(mitsprache_plain=True) as db:
        db.exec_driver_sql(f"VACUUM {ATTACHED}")
        busy = db.exec_driver_sql(f"PRAGMA {ATTACHED}.wal_checkpoint(TRUNCATE)").one()[0]
    return not busy

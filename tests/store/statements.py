"""What an application asks its databases: every statement of all its engines, without the frames of transactions."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

FRAMES = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "UPDATE MAIN.QUESTIONNAIRES SET STATE = STATE")


def engines_of(app):
    parts = app.extensions["engines"]
    return [app.extensions["engine"], parts.answer, parts.public, parts.staff]


@contextmanager
def overheard(engines) -> Iterator[list]:
    """The statements of a block with their parameters."""
    said = []

    def hear(connection, cursor, statement, parameters, context, many):
        if not statement.upper().startswith(FRAMES):
            said.append((" ".join(statement.split()), parameters))

    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", hear)


@contextmanager
def at_once(engines) -> Iterator[Counter]:
    """How many connections of each engine a block held at the same time, at most."""
    now, most, ends = Counter(), Counter(), []
    for engine in engines:

        def out(*_, engine=engine):
            now[engine] += 1
            most[engine] = max(most[engine], now[engine])

        def back(*_, engine=engine):
            now[engine] -= 1

        for what, hear in (("checkout", out), ("checkin", back)):
            event.listen(engine, what, hear)
            ends.append((engine, what, hear))
    try:
        yield most
    finally:
        for each in ends:
            event.remove(*each)

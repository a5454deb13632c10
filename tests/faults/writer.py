"""What a power cut interrupts: answers are taken and sealed by the store as the servers do it, and each is said to be
kept as soon as it is. `python -m tests.faults.writer URL full 15 15` takes fifteen, seals them, and does so again."""

import os
import sys

from sqlalchemy import event

from app.store.engine import answering, connect
from tests.store.sample import seal, send


def work(url, synchronous, sizes):
    number = 0
    for epoch, size in enumerate(sizes, start=1):
        owner, door = (_set(made, synchronous) for made in (connect(url), answering(url)))
        for _ in range(size):
            assert send(door, [number]) == ["kept"]
            os.write(1, b"%d\n" % number)
            number += 1
        assert seal(owner, epoch) == size
        door.dispose()  # the servers end, and begin anew: files are closed, emptied, deleted and made again
        owner.dispose()


def _set(engine, synchronous):
    """The control takes away what makes the store wait for the disk."""
    if synchronous != "full":
        event.listen(engine, "connect", lambda connection, _: _hurry(connection, synchronous))
    return engine


def _hurry(connection, synchronous):
    connection.set_authorizer(None)
    for _, schema, _ in connection.execute("pragma database_list").fetchall():
        connection.execute(f"pragma {schema}.synchronous = {synchronous}")


if __name__ == "__main__":
    work(sys.argv[1], sys.argv[2], [int(size) for size in sys.argv[3:]])

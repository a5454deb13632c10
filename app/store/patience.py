"""How long each part of the program waits for PostgreSQL before it gives up, and with how many connections.

All of it goes with each connection and not to the roles (`alter role … set`): the owner is job runner, commands and
migrations in one role, a role may change its own settings anyway, and no operator has a command to forget.

The server keeps to these times while it works. Where it does not work any more, because its disk hangs or its network
is gone, a connection of the web process stops waiting by itself: a visitor gets a page that says so, and the thread is
free again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

THREADS = 8  # of a web process (gunicorn.conf.py)
CONNECT = 3  # seconds until a connection must stand
GRACE = 2  # seconds the server has for saying that the time is over


@dataclass(frozen=True)
class Patience:
    """Seconds a statement may take, a lock may be waited for, and a transaction may do nothing; 0 is for ever.

    `connections` a process may hold: as many as its threads can use at once, so that nobody waits for one in vain.
    """

    statement: int
    lock: int
    idle: int
    connections: int = THREADS

    def arguments(self) -> dict[str, Any]:
        """What psycopg is told. Over TCP a server that is gone is noticed after 20 s; a socket knows at once."""
        settings = {
            "statement_timeout": self.statement,
            "lock_timeout": self.lock,
            "idle_in_transaction_session_timeout": self.idle,
        }
        return {
            "connect_timeout": CONNECT,
            "options": " ".join(f"-c {name}={seconds}s" for name, seconds in settings.items()),
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 2,
            "tcp_user_timeout": 20_000,
        }


# Someone waits in front of each of these pages. An answer waits a little longer than a seal may wait for its lock.
ANSWERING = Patience(statement=5, lock=4, idle=5)  # intake.py repeats what has met a dead connection
PUBLIC = Patience(statement=3, lock=2, idle=5)
REGISTERING = Patience(statement=5, lock=4, idle=5)
# The editor asks for steps while it holds a draft.
STAFF = Patience(statement=15, lock=5, idle=30, connections=2 * THREADS)
# A release takes as long as it takes. But answers queue up behind a seal that waits, so it tries again later instead.
OWNER = Patience(statement=0, lock=2, idle=900, connections=4)
# The same for a change of the schema (migrate.py).
MIGRATING = Patience(statement=0, lock=1, idle=900, connections=4)

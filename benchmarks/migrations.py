"""How long people who answer wait while the schema changes, with a million sealed answers and 200,000 that wait.

    python -m benchmarks.migrations              prints a table; exit status 1 when somebody was not served
    python -m benchmarks.migrations --rows 10000  for a first look

The control builds the same indexes in the ordinary way: then everybody waits until they are built. The database is one
of its own, thrown away afterwards, with everything on the disk before it is acknowledged.
"""

import argparse
import sys
import time

from alembic import command
from sqlalchemy import text

from app.store import migrate, patience
from app.store.engine import _postgresql, alone, connect
from tests.services import postgres
from tests.store.big import BIG, fill
from tests.store.test_expanding import LAST_OF_OLD, Answering

SOUND = "listen_addresses = ''\nunix_socket_directories = '{home}'\nmax_wal_size = 1GB\ntimezone = 'UTC'\n"
PEOPLE = 4
ANSWERS = '{"her": "land", "text": "' + "wort " * 80 + '"}'
PLAIN = (
    "create index ix_inbox_slug on inbox (slug)",
    "create index ix_responses_slug_id on responses (slug, id)",
    "create index ix_voices_slug_state_id on voices (slug, state, id)",
    "create index ix_voices_slug_question_language on voices (slug, question, language)",
)


def old_database(rows: int):
    url = f"postgresql+psycopg://mitsprache@/postgres?host={postgres.start(SOUND)}"
    config, first = migrate._config(), alone(url)
    with first.connect() as db:
        config.attributes["connection"] = db
        command.upgrade(config, LAST_OF_OLD)
    first.dispose()
    engine = connect(url)
    fill(engine, rows, ("responses",), ANSWERS)
    fill(engine, rows // 5, [table for table in BIG if table != "responses"], ANSWERS)
    return engine


def size(engine) -> str:
    with engine.connect() as db:
        return str(db.scalar(text("select pg_size_pretty(pg_table_size('responses'))")))


def beside(engine, change) -> tuple[float, list[float], int]:
    """Seconds the change took, how long each answer that overlapped it waited, and how many were not kept."""
    crowd = [Answering(engine.url) for _ in range(PEOPLE)]
    for each in crowd:
        each.start()
    time.sleep(0.5)
    began = time.monotonic()
    change()
    ended = time.monotonic()
    for each in crowd:
        each.enough.set()
    for each in crowd:
        each.join()
        each.engine.dispose()
    waits = [end - start for each in crowd for start, end in each.sent if end > began and start < ended]
    return ended - began, waits, sum(len(each.failed) for each in crowd)


def plainly(engine) -> None:
    with _postgresql(engine.url, patience.Patience(0, 0, 0)).begin() as db:
        for statement in PLAIN:
            db.execute(text(statement))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=1_000_000)
    rows = options.parse_args().rows
    changes = {
        "nothing, for five seconds": lambda engine: time.sleep(5),
        "migrations from 0008 on": migrate.upgrade,
        "the control: indexes in the ordinary way": plainly,
    }
    engine = old_database(rows)
    print(
        f"| {rows:,} sealed answers, {size(engine)}; {PEOPLE} people answer | s | answers | longest wait, ms | failed |"
    )
    print("|---|---:|---:|---:|---:|")
    failed = 0
    for name, change in changes.items():
        if change is plainly:
            with engine.begin() as db:
                for statement in PLAIN:
                    db.execute(text(f"drop index {statement.split()[2]}"))
        took, waits, lost = beside(engine, lambda change=change: change(engine))
        print(f"| {name} | {took:.1f} | {len(waits):,} | {max(waits) * 1000:,.0f} | {lost} |", flush=True)
        failed += lost if change is migrate.upgrade else 0
    engine.dispose()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

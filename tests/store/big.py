"""Tables as large as after a busy summer, filled by the database itself; a tenth of it all belongs to SLUG."""

from sqlalchemy import text

from tests.web.staff import SLUG

BIG = ("inbox", "receipts", "codes", "responses", "voices")
SERIES = {
    "postgresql": "select n from generate_series(1, {rows}) n",
    "sqlite": "with recursive r(n) as (select 1 union all select n + 1 from r where n < {rows}) select n from r",
}
KEY = {  # random enough: an index over it is as scattered as one over real keys
    "postgresql": "substr(md5('x' || n) || md5('y' || n), 1, {length})",
    "sqlite": "substr(lower(hex(randomblob(32))), 1, {length})",
}
WHOSE = f"case when n <= {{rows}} / 10 then '{SLUG}' else 'other-' || n % 9 end"  # each seal writes one questionnaire
STATE = "case n % 3 when 0 then 'new' when 1 then 'shown' else 'refused' end"
ROWS = {
    "inbox": ("id, slug, version, language, simulated, answers", "{short}, {whose}, 1, 'de', false, {answers}"),
    "receipts": ("id, week", "{long}, {week}"),
    "codes": ("id, slug, once", "{long}, {whose}, true"),
    "responses": (
        "id, slug, epoch, version, simulated, groups, answers",
        "{short}, {whose}, 1, 1, false, {answers}, {answers}",
    ),
    "voices": (
        "id, slug, question, part, language, simulated, words, state",
        "{short}, {whose}, 'q' || n % 4, '', 'de', false, 'words', {state}",
    ),
}


def fill(engine, rows, tables=BIG, answers='{"her": "land"}'):
    kind = engine.dialect.name
    cast = {"postgresql": ("{}::json", "date {}"), "sqlite": ("{}", "{}")}[kind]
    words = {
        "short": KEY[kind].format(length=36),
        "long": KEY[kind].format(length=64),
        "whose": WHOSE.format(rows=rows),
        "state": STATE,
        "answers": cast[0].format(f"'{answers}'"),
        "week": cast[1].format("'2025-07-14'"),
    }
    with engine.begin() as db:
        for table in tables:
            columns, values = ROWS[table]
            chosen = f"select {values.format(**words)} from ({SERIES[kind].format(rows=rows)}) series"
            db.execute(text(f"insert into {table} ({columns}) {chosen}"))
    if kind == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.execute(text(f"vacuum analyze {', '.join(tables)}"))

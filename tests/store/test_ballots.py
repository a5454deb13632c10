"""Votes on their way: the last one counts, quiet ballots are sealed, and nothing leads from a ballot to its voter."""

import random
import re
import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from app.store import ballots, responses, statements, tables
from app.store.ballots import Epoch
from app.store.engine import answering, inbox_file, reading
from app.store.incoming import put
from app.store.intake import intake
from app.store.votes import Suggestion, Vote
from tests.store.sample import NOON, SLUG, Unplugged, at_statement, publish, rows, send
from tests.store.sample import seal as seal_answers

TALK = "aussagen"
QUARTER = timedelta(minutes=15)


@pytest.fixture
def taking(engine, backend):
    """The part of the web process that takes votes."""
    made = answering(engine.url) if backend == "sqlite" else engine
    yield intake(made)
    made.dispose()


def ballot(number):
    return f"{number:032x}"


def cast(engine, numbers, statement="s1", value=1, talk=TALK):
    with engine.begin() as db:
        for number in numbers:
            put(db.dialect.name)(db.exec_driver_sql, Vote(ballot(number), statement, talk, value))


def suggest(engine, *words):
    with engine.begin() as db:
        for each in words:
            put(db.dialect.name)(db.exec_driver_sql, Suggestion.of(TALK, "fa-AF", each, f"{hash(each):064x}"))


def go_round(engine, number=None, turn=0):
    """A round that seals as this epoch, or one in which there is never enough to be sealed."""
    with reading(engine) as db:
        following = ballots.last_number(db, TALK) + 1
    epoch = Epoch(TALK, number or following, NOON + turn * QUARTER, False, ["s1", "s2"])
    return ballots.round_over(engine, epoch, 1 if number else 10**9)


def waiting(engine):
    return sorted((row.ballot, row.statement, row.value, row.settled) for row in rows(engine, tables.votes_waiting))


def sealed(engine):
    return sorted(sorted(row.votes.items()) for row in rows(engine, tables.ballots))


def quiet(engine):
    with reading(engine) as db:
        return ballots.quiet(db, TALK)


def test_a_later_vote_on_the_same_statement_takes_the_place_of_the_earlier(taking, engine):
    for value in (1, -1, -1, 0):
        assert taking.keep(Vote(ballot(1), "s1", TALK, value)) == "kept"
    taking.keep(Vote(ballot(1), "s2", TALK, 1))
    taking.keep(Vote(ballot(2), "s1", TALK, 1))
    assert waiting(engine) == [
        (ballot(1), "s1", 0, False),
        (ballot(1), "s2", 1, False),
        (ballot(2), "s1", 1, False),
    ]


def test_a_vote_that_is_none_is_refused_and_spoils_no_other(taking, engine):
    with pytest.raises(Exception, match=r"(?i)constraint"):
        taking.keep(Vote(ballot(1), "s1", TALK, 5))
    taking.keep(Vote(ballot(2), "s1", TALK, 1))
    assert len(waiting(engine)) == 1


def test_a_ballot_is_quiet_when_nobody_has_touched_it_between_two_rounds(engine):
    cast(engine, range(3))
    assert quiet(engine) == 0
    go_round(engine)
    assert quiet(engine) == 3
    cast(engine, [1], statement="s2")
    cast(engine, [2], value=-1)
    assert quiet(engine) == 1
    go_round(engine)
    assert quiet(engine) == 3


def test_quiet_ballots_are_sealed_whole_under_new_keys_and_the_rest_waits(engine):
    cast(engine, range(30))
    cast(engine, range(30), statement="s2", value=-1)
    cast(engine, range(100, 105), talk="other")
    go_round(engine)
    cast(engine, [0], statement="s3")
    assert go_round(engine, 1, turn=1) == 29
    assert sealed(engine) == [[("s1", 1), ("s2", -1)]] * 29
    mine = [row for row in waiting(engine) if row[0] == ballot(0)]
    assert [row[1:] for row in mine] == [("s1", 1, True), ("s2", -1, True), ("s3", 1, True)]
    assert [row[3] for row in waiting(engine) if row[0] == ballot(100)] == [False]  # rounds are by conversation
    ids = [row.id for row in rows(engine, tables.ballots)]
    assert {uuid.UUID(id).version for id in ids} == {4}
    assert not set(ids) & {ballot(n) for n in range(30)}
    assert rows(engine, tables.sealing) == []
    with reading(engine) as db:
        assert ballots.pending(db, TALK) == Epoch(TALK, 1, NOON + QUARTER, False, ["s1", "s2"], 29)
        assert {each.release for each in ballots.sealed(db, TALK, 1)} == {1}


def test_who_goes_on_after_the_seal_is_another_ballot(engine):
    cast(engine, range(20))
    go_round(engine)
    go_round(engine, 1, turn=1)
    cast(engine, [3], statement="s2")
    go_round(engine, turn=2)
    go_round(engine, 2, turn=3)
    assert sorted(sealed(engine)) == [[("s1", 1)]] * 20 + [[("s2", 1)]]


def test_a_vote_given_while_the_seal_reads_is_not_lost(engine, monkeypatch):
    cast(engine, range(20))
    go_round(engine)
    made = ballots._made

    def late(db, epoch):
        yield from list(made(db, epoch))
        cast(engine, [7], statement="s2")  # after all was read, before anything is kept

    monkeypatch.setattr(ballots, "_made", late)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "checkout", lambda connection, *_: connection.execute("pragma busy_timeout = 2000"))
    assert go_round(engine, 1, turn=1) == 20
    assert [row[:3] for row in waiting(engine)] == [(ballot(7), "s2", 1)]


def test_an_epoch_that_is_not_the_next_seals_nothing(engine):
    cast(engine, range(20))
    go_round(engine)
    assert go_round(engine, 2) == 0
    assert go_round(engine, 1) == 20
    assert go_round(engine, 1) == 0


def test_fewer_than_are_wanted_are_not_sealed_even_if_one_goes_on_in_the_last_moment(engine, monkeypatch):
    cast(engine, range(20))
    go_round(engine)
    count = ballots.quiet

    def late(db, talk):
        found = count(db, talk)
        if found == 20:
            cast(engine, [7], statement="s2")
        return found

    if engine.dialect.name == "postgresql":  # SQLite reads both in one moment
        monkeypatch.setattr(ballots, "quiet", late)
        assert ballots.round_over(engine, Epoch(TALK, 1, NOON, False, ["s1"]), 20) == 0
    assert ballots.round_over(engine, Epoch(TALK, 1, NOON, False, ["s1"]), 21) == 0
    assert sealed(engine) == []


def test_suggestions_wait_for_a_round_and_lead_to_no_vote(engine):
    cast(engine, range(3))
    suggest(engine, "one", "two", "three", "two")  # the form of "two" was sent twice
    go_round(engine)
    assert rows(engine, tables.statements) == []
    suggest(engine, "four")
    go_round(engine, turn=1)
    with reading(engine) as db:
        found = statements.all_of(db, TALK, "proposed")
    assert {each.words.words["fa-AF"] for each in found} == {"one", "two", "three"}
    assert all(re.fullmatch(f"[{statements.LETTERS}]{{8}}", each.id) for each in found)
    assert [row.words for row in rows(engine, tables.suggestions_waiting)] == ["four"]
    assert rows(engine, tables.statements_shown) == []
    assert {column.name for column in tables.suggestions_waiting.columns} & {"ballot", "key"} == set()


def test_a_fault_at_any_statement_leaves_all_or_nothing_and_the_next_round_mends_it(engine):
    number, statement, people, reached = 1, 1, 0, True
    while reached:
        cast(engine, range(people, people + 3))
        suggest(engine, f"words {statement}")
        go_round(engine)
        people += 3
        counter = at_statement(engine, statement)
        with suppress(Unplugged):
            go_round(engine, number)
        reached = counter()
        with reading(engine) as db:
            done = ballots.last_number(db, TALK) == number
        assert len(sealed(engine)) == people - (0 if done else 3)
        responses.finish(engine)
        if not done:
            go_round(engine)
            assert go_round(engine, number) == 3
        assert len(sealed(engine)) == people
        assert waiting(engine) == []
        assert rows(engine, tables.sealing) == rows(engine, tables.suggestions_waiting) == []
        assert len(rows(engine, tables.statements)) == statement
        number, statement = number + 1, statement + 1
    assert statement > 10


def test_the_bytes_of_a_ballot_are_gone_from_where_it_waited(engine, taking, tmp_path):
    if engine.dialect.name != "sqlite":
        return
    for number in range(100):
        taking.keep(Vote(ballot(number), "marked7", TALK, 1))
        taking.keep(Vote(ballot(number), "marked7", TALK, -1))
    go_round(engine)
    cast(engine, range(100, 110), statement="later")
    inbox = inbox_file(engine.url)
    assert inbox.with_name(f"{inbox.name}-wal").stat().st_size > 0
    go_round(engine, 1, turn=1)
    content = inbox.read_bytes() + inbox.with_name(f"{inbox.name}-wal").read_bytes()
    assert b"marked7" not in content
    assert content.count(b"later") >= 10
    assert ballot(3).encode() not in content + (tmp_path / "empty.db").read_bytes()


def test_on_postgresql_what_stays_looks_as_if_it_had_all_come_at_once(engine):
    if engine.dialect.name != "postgresql":
        return
    people = list(range(40))
    random.Random(1).shuffle(people)
    for number in people:
        cast(engine, [number])
    go_round(engine)
    with reading(engine) as db:
        found = db.execute(text("select ballot, xmin::text from votes_waiting order by ctid")).all()
    assert len({row.xmin for row in found}) == 1
    order = [int(row.ballot, 16) for row in found]
    assert order not in (people, sorted(people))


def test_sealing_answers_leaves_votes_alone(engine):
    publish(engine, SLUG)
    cast(engine, range(5))
    go_round(engine)
    send(engine, range(5))
    assert seal_answers(engine) == 5
    assert len(waiting(engine)) == 5

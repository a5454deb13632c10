"""F2, the power fails while answers are taken and sealed: whatever the disk holds then opens and goes on, and every
answer that was acknowledged is there exactly once."""

import shutil
import sys
from collections import Counter
from random import Random

import pytest
from sqlalchemy.exc import DatabaseError

from app.store import epochs, migrate, responses, tables
from app.store.engine import connect, inbox_file, reading
from app.store.sealing import unsealed
from tests.deploy.servers import ROOT
from tests.faults.disk import record
from tests.store.sample import SLUG, number_of, numbers, publish, rows, seal

LONG = pytest.mark.faults
# Cuts, and how many answers are taken before each seal. In the longest stretch SQLite empties its log by itself.
SHORT_FORM, LONG_FORM = (60, (12, 12)), (400, (15, 30, 15, 450, 20))


@pytest.fixture
def recorded(tmp_path):
    """recorded("full", sizes) is what tests/faults/writer.py did to both files of an empty database."""

    def made(synchronous, sizes):
        folder = tmp_path / "disk"
        folder.mkdir()
        url = f"sqlite:///{folder}/site.db"
        engine = connect(url)
        migrate.upgrade(engine)
        publish(engine, SLUG)
        engine.dispose()
        command = [sys.executable, "-m", "tests.faults.writer", url, synchronous, *map(str, sizes)]
        return record(command, folder, tmp_path / "calls", cwd=ROOT)

    return made


def cut_at_random(recording, times, folder):
    """What the database says after each of so many cuts: (acknowledged answers lost, answers doubled, in order)."""
    chance, told = Random(7), []
    for _ in range(times):
        cut = chance.randrange(len(recording.steps) + 1)
        kept = {int(number) for number in recording.said(cut).split()}
        told.append(looked_at(recording.after(cut, chance), kept, folder))
    return told


def looked_at(files, kept, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        folder.joinpath(name).write_bytes(content)
    engine = connect(f"sqlite:///{folder}/site.db")
    try:
        found = Counter(survivors(engine))
    except DatabaseError:  # malformed, or a table is not there
        return len(kept), 0, False
    finally:
        engine.dispose()
    return len(kept - found.keys()), len([number for number, times in found.items() if times > 1]), True


def survivors(engine):
    """The numbers of all answers, sealed and waiting, once what was left half done is done; and then all sealed."""
    responses.finish(engine)
    with reading(engine) as db:
        for schema in ("main", "waiting"):
            assert db.exec_driver_sql(f"pragma {schema}.integrity_check").scalar() == "ok"
        waiting = sorted(number_of(row.answers["a"]) for row in db.execute(unsealed(SLUG)))
        last = epochs.last(db, SLUG)
    sealed = numbers(engine)
    assert rows(engine, tables.sealing) == []
    assert seal(engine, last.number + 1 if last else 1) == len(waiting)
    assert numbers(engine) == sorted(sealed + waiting)
    assert sorted(number_of(row.words) for row in rows(engine, tables.voices)) == numbers(engine)
    assert rows(engine, tables.inbox) == []
    return sealed + waiting


FORMS = [pytest.param(*SHORT_FORM, id="short"), pytest.param(*LONG_FORM, marks=LONG, id="long")]


@pytest.mark.parametrize(("times", "sizes"), FORMS)
def test_after_a_power_cut_every_acknowledged_answer_is_there_once(recorded, tmp_path, times, sizes):
    recording = recorded("full", sizes)
    assert inbox_file(f"sqlite:///{tmp_path}/disk/site.db").name in recording.names
    assert len(recording.said(len(recording.steps)).split()) == sum(sizes)
    told = cut_at_random(recording, times, tmp_path / "after")
    print(report("full", recording, told))
    assert set(told) == {(0, 0, True)}


@pytest.mark.parametrize(("times", "sizes"), FORMS)
def test_a_store_that_does_not_wait_for_the_disk_loses_answers(recorded, tmp_path, times, sizes):
    """The control: the same store with synchronous=NORMAL, as many set SQLite, and the same cuts."""
    recording = recorded("normal", sizes)
    told = cut_at_random(recording, times, tmp_path / "after")
    print(report("normal", recording, told))
    assert sum(lost > 0 for lost, _, _ in told) > times / 10


def report(synchronous, recording, told):
    lost, doubled, whole = zip(*told, strict=True)
    return (
        f"synchronous={synchronous}: {len(recording.steps)} steps, {len(told)} power cuts: {whole.count(False)} corrupt, "
        f"{len(told) - lost.count(0)} with acknowledged answers lost ({sum(lost)} answers), {sum(doubled)} doubled"
    )

"""When a backup is made, when not, and what stays in the folder."""

import os
import resource
from datetime import date, timedelta

import pytest

from app.store import codes
from app.store.backup import KEPT, LEFT_OUT
from app.store.metadata import metadata
from app.web.backup import folder
from app.web.backup.folder import named, staying
from tests.backup.living import SLUG

TODAY = date(2026, 3, 31)


def test_about_every_table_is_decided_whether_it_belongs_in_a_backup():
    assert KEPT | LEFT_OUT.keys() == set(metadata.tables)
    assert not KEPT & LEFT_OUT.keys()


def days_kept(*ago):
    backups = [named(folder.Path("x"), "mitsprache", TODAY - timedelta(days=each), "0" * 8) for each in ago]
    return [(TODAY - backup.day).days for backup in staying(backups, TODAY)]


@pytest.mark.parametrize(
    ("there", "stay"),
    [
        ((), []),
        ((0,), [0]),
        # TODAY is a Tuesday: seven days, then the Sundays of two more weeks
        (tuple(range(40)), [0, 1, 2, 3, 4, 5, 6, 9, 16]),
        ((0, 20, 29, 30, 31, 50), [0, 20, 29, 30]),
        ((45, 60), [45]),  # the last one stays however old it is
        ((-3, 0, 1), [-3, 0, 1]),  # the clock was ahead once
    ],
)
def test_the_newest_days_and_weeks_stay_and_nothing_older_than_thirty_days(there, stay):
    assert days_kept(*there) == stay


def test_a_backup_is_due_after_a_seal_only_while_printed_codes_are_in_use(small, backup):
    again = small.run("backup", backup.parent)
    assert again.output.startswith("Nothing was sealed since the last backup")
    small.answer(20, "Noch mehr")
    assert "Nothing was sealed" in small.run("backup", backup.parent).output
    assert small.release(hours=2)
    after = small.back_up()
    assert (after != backup, backup.exists()) == (True, False)  # one for each day

    # Without codes that vanish, two backups between two seals differ by what staff did only.
    with small.engine.begin() as db:
        codes.forget(db, SLUG)
    assert ".age" in small.run("backup", backup.parent).output


def test_after_printing_codes_an_operator_may_ask_for_one(small, backup):
    assert ".age" in small.run("backup", backup.parent, "--now").output


def test_a_backup_of_the_keys_is_made_when_they_change(small, tmp_path):
    assert "keys-" in small.run("backup", tmp_path / "b", "--keys").output
    assert "keys-" not in small.run("backup", tmp_path / "b", "--keys").output.replace(str(tmp_path), "")
    (small.keys / "new.key").write_bytes(os.urandom(32))
    assert "keys-" in small.run("backup", tmp_path / "b", "--keys").output


@pytest.mark.parametrize(
    ("recipients", "sentence"),
    [("", "MITSPRACHE_BACKUP_RECIPIENTS"), ("age1nonsense", "age1nonsense is not a public key")],
)
def test_without_someone_who_can_read_it_there_is_no_backup(small, tmp_path, recipients, sentence):
    small.settings(backup_recipients=recipients)
    refused = small.run("backup", tmp_path / "b")
    assert refused.exit_code == 1
    assert sentence in refused.output
    assert not (tmp_path / "b").exists()


def test_the_pair_for_the_keeper_comes_with_what_to_do_and_replaces_none(small, tmp_path):
    file = tmp_path / "keeper.key"
    told = small.run("backup-key", file)
    assert 'MITSPRACHE_BACKUP_RECIPIENTS="age1' in told.output
    assert file.read_text().splitlines()[-1] not in told.output
    assert file.stat().st_mode & 0o777 == 0o600
    again = small.run("backup-key", file)
    assert (again.exit_code, "exists" in again.output) == (1, True)


def test_a_backup_that_fails_leaves_nothing_and_says_so(small, backup):
    before = sorted(backup.parent.iterdir())
    with small.engine.begin() as db:  # what is stored is no longer what the program knows
        db.exec_driver_sql("alter table themes rename to things")
    failed = small.run("backup", backup.parent, "--now")
    assert failed.exit_code == 1
    assert "No backup" in failed.output
    assert sorted(backup.parent.iterdir()) == before


def test_a_disk_that_takes_no_more_leaves_nothing_and_says_so(small, backup):
    before = sorted(backup.parent.iterdir())
    room = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (backup.stat().st_size // 2, room[1]))
    try:
        failed = small.run("backup", backup.parent, "--now")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, room)
    assert (failed.exit_code, failed.output.startswith("Error: No backup: ")) == (1, True), failed.output
    assert sorted(backup.parent.iterdir()) == before


def test_a_database_that_was_not_upgraded_is_not_backed_up(small, tmp_path):
    with small.engine.begin() as db:
        db.exec_driver_sql("update alembic_version set version_num = '0001'")
    refused = small.run("backup", tmp_path / "b")
    assert "db upgrade" in refused.output

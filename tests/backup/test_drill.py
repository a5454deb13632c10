"""The drill (F8): everything is lost, and comes back from the backup, onto either database."""

import hashlib
import io
import json
import tarfile

import pyrage
import pytest
from sqlalchemy import text

from app.store.backup import LEFT_OUT
from app.store.metadata import metadata
from app.web.backup import agefile
from app.web.clock import today
from tests.backup.living import CANARY, MAIL, SEALED, SLUG, kept_rows, newborn
from tests.conftest import BACKENDS
from tests.leaks import scan
from tests.web.staff import LIST, PASSWORD, Colleague, signed_in

PAGES = (f"/results/{SLUG}?lang=de", f"/results/{SLUG}?lang=ar", f"/results/{SLUG}/release.json", "/?lang=uk")
PAGES += ("/statements/aussagen/results?lang=de", "/statements/aussagen/results.json")


def restored(new, living, backup):
    done = new.run("restore", backup, "--identity", living.folder / "data.key")
    assert done.exit_code == 0, done.output
    return done


def opened(living, backup):
    """The files in a backup, as anyone with the key and standard programs gets them."""
    plain = pyrage.decrypt(backup.read_bytes(), agefile.identities(living.folder / "data.key"))
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:gz") as archive:
        return {member.name: archive.extractfile(member).read() for member in archive}


@pytest.mark.parametrize("to", BACKENDS)
def test_everything_comes_back_and_goes_on(living, to, tmp_path):
    backup, before = living.back_up(), kept_rows(living.engine)
    wanted = {"responses", "voices", "releases", "codes", "staff", "ballots", "statements_shown"}
    assert wanted <= {name for name, found in before.items() if found}
    pages = [living.app.test_client().get(page) for page in PAGES]
    assert living.run("backup", "--keys", tmp_path / "backups").exit_code == 0
    (keys,) = tmp_path.glob("backups/keys-*.age")

    with newborn(to, tmp_path) as new:
        told = restored(new, living, backup)
        assert kept_rows(new.engine) == before
        assert {name: new.rows(metadata.tables[name]) for name in LEFT_OUT} == {name: [] for name in LEFT_OUT}
        after = [new.app.test_client().get(page) for page in PAGES]
        assert [(page.status_code, page.data) for page in after] == [(page.status_code, page.data) for page in pages]
        assert new.run("releases", "verify").exit_code == 0
        assert new.run("recompute", SLUG).exit_code == 0
        assert f"{SLUG}: 2 releases" in told.output
        assert "conversation.aussagen" in told.output

        # Without its key nothing more is released; with it the next release follows.
        new.answer(25, "Danach")
        assert SLUG in told.output.partition("until the keys are back")[0]
        assert new.release(hours=5) == []
        done = new.run("restore", keys, "--identity", tmp_path / "keys.key", "--keys")
        assert done.exit_code == 0, done.output
        assert {file.name: file.read_bytes() for file in new.keys.glob("*.key")} == {
            file.name: file.read_bytes() for file in living.keys.glob("*.key")
        }
        (made,) = new.release(hours=5)
        assert made.number == 3
        assert made.document["previous"] == before["releases"][-1][3]

        someone = Colleague(new.app)
        someone.sign_in("admin@example.org", PASSWORD)
        assert signed_in(someone.get(LIST))


def test_a_backup_holds_what_is_sealed_and_nothing_that_opens_a_door(living):
    backup = living.back_up()
    contents = opened(living, backup)
    assert set(scan.found([SEALED], contents)) == {SEALED}  # or this test would be blind
    waiting = {row[0] for name in ("inbox", "receipts") for row in living.rows(metadata.tables[name])}
    assert len(waiting) == 7 + 57
    assert scan.found([CANARY, MAIL, "x" * 36, *waiting], contents) == {}
    assert scan.found([SEALED, CANARY], {"encrypted": backup.read_bytes()}) == {}
    assert {name.partition("-")[0].removeprefix("tables/") for name in contents} & LEFT_OUT.keys() == set()

    rows = [line for name, lines in contents.items() if "/responses-" in name for line in lines.splitlines()[1:]]
    ids = [line.split(b'"')[1] for line in rows]
    assert len(ids) == 50
    assert ids == sorted(ids)  # random keys: the place of a row says nothing


def test_copying_what_lies_on_the_disk_takes_along_what_waits(living):
    """The control."""
    if living.engine.dialect.name == "postgresql":
        with living.engine.connect() as db:
            copied = {"dump": "".join(db.scalars(text("select answers::text from inbox"))).encode()}
    else:
        copied = scan.files(copied=living.folder)
    assert set(scan.found([CANARY], copied)) == {CANARY}


def test_the_day_is_all_a_backup_says_of_time_and_anyone_can_check_it(small):
    backup = small.back_up()
    packed = pyrage.decrypt(backup.read_bytes(), agefile.identities(small.folder / "data.key"))
    assert packed[4:8] == bytes(4)  # where gzip writes a time
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as archive:
        assert {member.mtime for member in archive} == {0}
    assert json.loads(opened(small, backup)["about.json"])["day"] == str(today())
    said, name = backup.with_name(f"{backup.name}.sha256").read_text().split()
    assert (said, name) == (hashlib.sha256(backup.read_bytes()).hexdigest(), backup.name)
    assert backup.stat().st_mode & 0o777 == 0o600

"""What is refused on the way back, each in a sentence, and nothing is left half restored."""

import pyrage
import pytest
from sqlalchemy import delete

from app.store import migrate, restore, schema, tables
from app.web.backup import agefile
from tests.backup.living import kept_rows, newborn


def rewritten(small, backup, change, into="other.age"):
    """The backup with other members, encrypted as it was."""
    keys = agefile.identities(small.folder / "data.key")
    with agefile.opened(backup, keys) as members:
        found = list(members)
    made = small.folder / into
    agefile.write(made, change(found), [str(keys[0].to_public())])
    return made


def damaged(small, backup, how):
    content = bytearray(backup.read_bytes())
    match how:
        case "cut off":
            content = content[:-1000]
        case "a bit flipped":
            content[len(content) // 2] ^= 1
        case "the head":
            content[70] ^= 1
        case "no age file":
            content = b"Mitsprache"
        case "empty":
            content = b""
    file = small.folder / "damaged.age"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_a_damaged_file_or_another_key_is_refused(small, backup, to, tmp_path):
    stranger = tmp_path / "stranger.key"
    stranger.write_text(str(pyrage.x25519.Identity.generate()))
    nothing = tmp_path / "nothing.key"
    nothing.write_text("AGE-SECRET-KEY-1")
    right = tmp_path / "data.key"
    tries = [
        (backup, stranger, "was not encrypted for this key"),
        (backup, nothing, "holds no private key"),
        (damaged(small, backup, "cut off"), right, "damaged or cut off"),
    ]
    with newborn(to, tmp_path) as new:
        for file, identity, sentence in tries:
            refused = new.run("restore", file, "--identity", identity)
            assert (refused.exit_code, sentence in refused.output) == (1, True), refused.output
        for how, sentence in (
            ("a bit flipped", "damaged or cut off"),
            ("the head", "head is damaged"),
            ("no age file", "not an age file"),
            ("empty", "not an age file"),
        ):
            refused = new.run("restore", damaged(small, backup, how), "--identity", right)
            assert (refused.exit_code, sentence in refused.output) == (1, True), (how, refused.output)
        assert to == "postgresql" or not list((tmp_path / "new").glob("*.db"))
        assert new.run("restore", backup, "--identity", right).exit_code == 0  # the control


def changed(member, before, after):
    return lambda found: [
        (name, content.replace(before, after) if member in name else content) for name, content in found
    ]


@pytest.mark.parametrize(
    ("to", "change", "sentence"),
    [
        ("sqlite", changed("about", b'"schema": "0', b'"schema": "9'), "newer Mitsprache"),
        ("sqlite", changed("about", b'"format": 1', b'"format": 2'), "format 2, schema"),
        ("sqlite", changed("tables/voices", b"Busse", b"Autos"), "not what was backed up: tables/voices-0001.jsonl"),
        ("sqlite", lambda found: found[:-1], "is cut off"),
        ("sqlite", lambda found: [each for each in found if "voices" not in each[0]], "tables/voices-0001.jsonl"),
        ("sqlite", lambda found: found[1:], "not a backup of Mitsprache"),
        ("sqlite", changed("manifest", b'"releases": {', b'"releases": {"more": ["x"], '), "releases of more"),
        (
            "postgresql",
            changed("tables/voices", b"Busse", b"Autos"),
            "not what was backed up: tables/voices-0001.jsonl",
        ),
    ],
)
def test_what_is_not_what_was_backed_up_is_refused(small, backup, change, sentence, to, tmp_path):
    other = rewritten(small, backup, change)
    with newborn(to, tmp_path) as new:
        refused = new.run("restore", other, "--identity", tmp_path / "data.key")
        assert (refused.exit_code, sentence in refused.output) == (1, True), refused.output
        assert to == "sqlite" or not restore.holds_something(new.engine)
        assert to == "postgresql" or not list((tmp_path / "new").glob("*.db"))


def test_a_database_with_something_in_it_or_open_elsewhere_stays_as_it_is(small, backup, tmp_path):
    refused = small.run("restore", backup, "--identity", tmp_path / "data.key")
    assert (refused.exit_code, "not empty" in refused.output) == (1, True)
    with newborn("sqlite", tmp_path) as new:
        assert new.run("db", "upgrade").exit_code == 0
        with new.engine.connect() as other:
            other.exec_driver_sql("select 1 from questionnaires")
            refused = new.run("restore", backup, "--identity", tmp_path / "data.key")
            assert (refused.exit_code, "another program" in refused.output) == (1, True)
        new.engine.dispose()
        assert new.run("restore", backup, "--identity", tmp_path / "data.key").exit_code == 0


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_a_backup_of_an_older_schema_is_brought_to_the_newest(small, to, tmp_path):
    newest, before = schema.known()[:2]
    with small.engine.begin() as db:
        db.execute(delete(tables.documents))  # 0010 gave this table a column: an older backup has no such rows
    backup = small.back_up()
    older = changed("about", f'"schema": "{newest}"'.encode(), f'"schema": "{before}"'.encode())
    with newborn(to, tmp_path) as new:
        done = new.run("restore", rewritten(small, backup, older), "--identity", tmp_path / "data.key")
        assert done.exit_code == 0, done.output
        assert migrate.is_current(new.engine)
        assert kept_rows(new.engine) == kept_rows(small.engine)

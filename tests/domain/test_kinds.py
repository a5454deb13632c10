"""What every kind of question must keep, whoever adds the next one."""

import json
from pathlib import Path
from random import Random

import pytest

import app
import app.domain.questions
from app.domain import repetition
from app.domain.question import build, settings, to_data
from app.domain.questions import KINDS
from app.domain.sent import Sent
from app.domain.sentence import Problem
from app.domain.tally import Counts

NAUGHTY = [
    "",
    " ",
    "0",
    "-1",
    "1e9",
    "²",
    "٣",
    "nan",
    "None",
    "<script>alert(1)</script>",
    "\x00",
    "a" * 100_000,
    "x'); drop table responses;--",
    "\u202eevil",
    "\ud800",
    "{{7*7}}",
    "9" * 5000,
]
PARTS = ["", ".a", ".a/b", ".s1", ".r1", ".day", ".month", ".year", ".search", ".unknown"]
kinds = pytest.mark.parametrize("kind", KINDS)


def made(kind, **more):
    return build(KINDS[kind], {"id": "q", **KINDS[kind].sample, **more}, "q")


@kinds
def test_is_stored_and_loaded_unchanged(kind):
    data = json.loads(json.dumps(to_data(made(kind))))
    assert data["kind"] == kind
    assert build(KINDS[kind], data, "q") == made(kind)


@kinds
@pytest.mark.parametrize("sent", NAUGHTY)
@pytest.mark.parametrize("part", PARTS)
def test_reads_anything_or_says_what_is_wrong(kind, sent, part):
    question = made(kind)
    try:
        value = question.read(Sent({f"q{part}": [sent, sent]}))
    except Problem as problem:
        assert str(problem)  # noqa: PT017  either is right; what matters is that nothing else happens
    else:
        if value is not None:
            assert set(question.count(question.closed(value))) <= set(question.cells())
            assert question.shown(value)
            json.dumps(question.closed(value))


@kinds
def test_nothing_sent_is_no_answer(kind):
    assert made(kind).read(Sent({})) is None


@kinds
@pytest.mark.parametrize("seed", range(20))
def test_an_invented_answer_is_read_counted_and_kept_without_words(kind, seed):
    question = made(kind)
    fields = question.imagine(Random(seed), (seed - 10) / 10)
    value = question.read(Sent(fields))
    if value is None:
        return
    closed = question.closed(value)
    assert question.count(closed)
    assert set(question.group(closed)) <= set(question.groups())
    for words in question.words(value).values():
        assert words not in json.dumps(closed)


@kinds
def test_can_be_asked_for_each_of_several_and_counts_a_person_once_in_a_cell(kind):
    question = made(kind)
    for seed in range(20):
        turns = [question.read(Sent(question.imagine(Random(seed + 100 * turn), 0))) for turn in range(3)]
        values = [value for value in turns if value is not None]
        if not values or not question.cells():
            continue
        sealed = repetition.sealed(question, values)
        assert sealed == repetition.sealed(question, [*values[::-1], *values])
        assert repetition.fits(question, json.loads(json.dumps(sealed)))
        cells = repetition.count(question, sealed)
        assert len(cells) == len({*cells}) > 0
        assert {*cells} <= {*repetition.cells(question)}
    tally = repetition.tally(question, Counts(40, dict.fromkeys(repetition.cells(question), 20)))
    assert {(row.mean, row.base) for row in tally.rows} <= {(None, 40)}


@kinds
def test_tallies_nobody_and_somebody(kind):
    question = made(kind)
    empty = question.tally(Counts(0, {}))
    assert empty.answered == 0
    full = question.tally(Counts(40, dict.fromkeys(question.cells(), 20)))
    own = {"matrix": 2, "statements": 2, "pairs": 3}  # a line about something of its own needs people of its own
    if kind in own:
        assert (len(full.rows), empty.rows) == (own[kind], ())
    else:
        assert len(full.rows) == len(empty.rows)
    assert all(0 <= row.share() <= 1 for row in full.rows)


@kinds
def test_a_new_question_only_lacks_words(kind):
    assert list(made(kind).check("q")) == []
    missing = {path for path, text, must in made(kind).texts() if must and not text}
    assert ("title" in missing) == KINDS[kind].stands
    assert "help" not in missing


@kinds
def test_can_be_designed_and_drawn(kind):
    assert all(f.metadata["label"] for f in settings(KINDS[kind]))
    assert KINDS[kind].label
    folder = Path(app.domain.questions.__file__).parent
    assert "macro answer(question, given, seed, about)" in (folder / f"{kind}.html").read_text()


@kinds
def test_refuses_settings_that_are_not_its_own(kind):
    with pytest.raises(Problem, match="no setting called colour"):
        made(kind, colour="red")
    with pytest.raises(Problem):
        made(kind, required="yes")


def test_a_kind_is_two_files_and_one_line():
    folder = Path(app.domain.questions.__file__).parent
    names = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    assert names == {file.stem for file in folder.glob("*.html")} == set(KINDS)
    assert all(kind.kind == name for name, kind in KINDS.items())


def test_no_kind_is_switched_on_outside_its_pair():
    root = Path(app.__file__).parent
    for file in [*root.rglob("*.py"), *root.rglob("*.html")]:
        assert "question.kind ==" not in file.read_text(), file
        assert "question.kind in" not in file.read_text(), file

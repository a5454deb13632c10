""" "I don't know" and "I'd rather not say": answers of their own, for every kind of question that asks."""

import json
from random import Random

import pytest

from app.domain.question import build
from app.domain.questions import KINDS
from app.domain.response import Response, seal
from app.domain.rule import Facts, holds
from app.domain.sent import Sent
from app.domain.sentence import Problem
from app.domain.tally import Counts
from app.web.dashboard.table import table
from tests.domain.sample import page, questionnaire, text
from tests.web.test_charts import PLAIN

ASKING = [kind for kind, made in KINDS.items() if made.asks]
WHOLE = [kind for kind in ASKING if not KINDS[kind].each_aside]
CODE = {"rating": "none"}  # its code from the first days


def made(kind, **more):
    return build(KINDS[kind], {"id": "q", **KINDS[kind].sample, "dont_know": True, "refuse": True, **more}, "q")


@pytest.mark.parametrize("kind", WHOLE)
def test_each_is_a_cell_of_its_own_and_a_way_out(kind):
    question = made(kind, required=True)
    assert list(question.check("q")) == []
    for code in (CODE.get(kind, "dk"), "na"):
        value = question.read(Sent({question.aside_field: [code]}))
        closed = question.closed(json.loads(json.dumps(value)))
        assert (closed, list(question.count(closed)), question.fits(closed)) == (code, [code], True)
        assert question.cells().count(code) == 1
        assert (question.words(value), len(question.shown(value))) == ({}, 1)
        assert holds({"==": [{"answer": "q"}, code]}, Facts({"q": closed}))


@pytest.mark.parametrize("kind", WHOLE)
def test_they_exclude_each_other_and_every_answer(kind):
    question = made(kind)
    for seed in range(30):
        fields = question.imagine(Random(seed), 0.5)
        if not fields or (question.aside_field in fields and fields[question.aside_field][0] in question.asides):
            continue
        both = {**fields, question.aside_field: [*fields.get(question.aside_field, []), "na"]}
        with pytest.raises(Problem, match="together with other answers"):
            question.read(Sent(both))
    with pytest.raises(Problem, match="together with other answers"):
        question.read(Sent({question.aside_field: list(question.asides)}))


@pytest.mark.parametrize("kind", ASKING)
def test_they_are_in_no_mean_and_in_no_share_of_the_others(kind):
    question = made(kind)
    own = {cell: 30 for cell in question.cells() if cell.rpartition(":")[2] not in question.asides}
    asides = {cell: 40 for cell in question.cells() if cell not in own}
    assert asides
    before = question.tally(Counts(300, own))
    after = question.tally(Counts(300 + sum(asides.values()), {**own, **asides}))
    assert after.mean == before.mean
    if after.shape == "bars":
        assert [row.counts for row in after.rows[-2:]] == [(40,), (40,)]
        assert all(row.last for row in after.rows[-2:])
    else:
        assert [(row.counts, row.base, row.mean) for row in after.rows] == [
            (row.counts, row.base, row.mean) for row in before.rows
        ]
    shown = table(after, PLAIN)
    assert any(f"'{people}'" in str(shown) for people in (40, 80, 110))  # each, both, and those with an answer aside


@pytest.mark.parametrize("kind", sorted(set(ASKING) - set(WHOLE)))
def test_who_judges_several_things_has_them_beside_each(kind):
    question = made(kind)
    item = question.cells()[0].partition(":")[0]
    value = question.read(Sent({f"q.{item}": ["na"]}))
    assert (question.closed(value), list(question.count(value))) == ({item: "na"}, [f"{item}:na"])
    assert question.way_out()


@pytest.mark.parametrize("kind", ["short_text", "long_text"])
def test_a_text_that_reads_like_a_code_is_a_text(kind):
    question = made(kind)
    value = question.read(Sent({"q": ["na"]}))
    assert (question.closed(value), question.words(value)) == ("written", {"": "na"})


def test_an_answer_may_not_have_the_same_code():
    question = made("single", options=[{"id": "dk"}, {"id": "b"}])
    assert "same short name: dk" in str(next(question.check("q")))


def test_declining_is_sealed_and_grouped_like_any_answer():
    age = {"kind": "number", "id": "age", "title": text("age?"), "refuse": True}
    work = {"kind": "multiple", "id": "work", "title": text("work?"), "dont_know": True, "dimension": True}
    form = questionnaire(page("one", age, {**work, "options": [{"id": id, "label": text(id)} for id in "ab"]}))
    sealed = seal(form, Response("de", {"age": {"aside": "na"}, "work": {"aside": "dk"}}))
    assert sealed.answers == {"age": "na", "work": "dk"}
    assert sealed.groups["work"] == ["dk"]
    assert "dk" in form.question("work").groups()

"""Who could be recognised by a combination of answers: computed from a table, mended by coarser questions."""

import json
from pathlib import Path

import pytest

from app.domain.population import load
from app.domain.questionnaire import load as questionnaire_of
from app.domain.sentence import Problem
from app.domain.standing_out import asking, crowd, standing_out
from tests.domain.sample import options, page, questionnaire, single

EXAMPLES = Path(__file__).parents[2] / "examples" / "ostholstein"


def table(joint=(), **more):
    margins = {
        "municipality": [{"id": "big", "people": 9000}, {"id": "small", "people": 1000}],
        "age": [
            {"id": "young", "people": 4000},
            {"id": "middle", "people": 4000, "answers": ["grown"]},
            {"id": "old", "people": 2000, "answers": ["grown"]},
        ],
        "origin": [{"id": "here", "people": 9990}, {"id": "abroad", "people": 10}],
    }
    head = {"format": "mitsprache-population/1", "area": "Kreis", "people": 10_000, "source": "made up"}
    return load({**head, "margins": margins, "joint": list(joint), **more})


def asks(*names, ages=("young", "middle", "old", "ka")):
    answers = {"municipality": ("big", "small"), "age": ages, "origin": ("here", "abroad")}
    return questionnaire(page("one", *(single(name, *answers[name], population=name) for name in names)))


def test_margins_are_multiplied_where_nothing_else_is_known():
    form = asks("municipality", "age", "origin")
    found = crowd(table(), asking(form, table()))
    assert found.smallest == pytest.approx(10_000 * 0.1 * 0.2 * 0.001)
    assert [label.words["de"] for label in found.group] == ["small", "old", "abroad"]
    assert found.few == pytest.approx(10, rel=0.05)  # the ten people from abroad, and nobody else
    assert 0 < found.alone < found.few


def test_a_question_alone_or_about_large_groups_names_nobody():
    assert list(standing_out(asks("origin"), table())) == []
    assert list(standing_out(asks("municipality", "age"), table())) == []
    assert list(standing_out(asks("municipality", "age", "origin"), None)) == []


def test_joint_counts_count_more_than_margins():
    cells = [{"in": [a, o], "people": n} for a, o, n in (("young", "abroad", 10), ("young", "here", 3990))]
    cells += [{"in": ["middle", "here"], "people": 4000}, {"in": ["old", "here"], "people": 2000}]
    known = table(joint=[{"of": ["age", "origin"], "cells": cells}])
    found = crowd(known, asking(asks("origin", "age"), known))
    assert found.smallest == pytest.approx(10)
    assert [label.words["de"] for label in found.group] == ["abroad", "young"]


def test_the_finding_says_how_many_and_what_would_help():
    names = ("municipality", "age", "origin")
    found = list(standing_out(asks(*names), table()))
    messages = [each.sentence for each in found]
    assert messages[0].gaps["few"] == 10
    shorter = [each.gaps for each in messages if each.message.startswith("Without")]
    without = {gaps["question"].words["de"]: gaps["few"] for gaps in shorter}
    assert without["origin?"] == 0
    assert without["age?"] < 10
    assert any("took these answers together" in each.message for each in messages)
    assert any("did not depend on each other" in each.message for each in messages)
    assert {each.where for each in found} == {f"pages.one.questions.{name}" for name in names}


def test_coarser_answers_are_mapped_by_the_table():
    form = asks("age", "origin", ages=("young", "grown"))
    assert crowd(table(), asking(form, table())).smallest == pytest.approx(4)


def test_where_only_the_region_is_kept_nobody_stands_out_by_the_municipality():
    people = load(json.loads((EXAMPLES / "population.json").read_text(encoding="utf-8")))
    form = questionnaire_of(json.loads((EXAMPLES / "gut-leben.json").read_text(encoding="utf-8")))
    assert len(asking(form, people)) == 3
    assert list(standing_out(form, people)) == []
    places = {"kind": "dropdown", "id": "ort", "title": {"de": "?", "ar": "?"}, "population": "municipality"}
    every = options(*(each.id for each in people.margins["municipality"]))
    plain = questionnaire(
        page("one", {**places, "options": every}),
        page("two", single("alter", "u18", "18-29", "30-44", "45-64", "65+", population="age")),
        page("three", single("her", "land", "familie", "hier", population="origin")),
    )
    first = next(standing_out(plain, people)).sentence.gaps
    assert first["few"] > 20
    assert first["people"] < 10


def test_the_example_table_says_what_is_estimated():
    data = json.loads((EXAMPLES / "population.json").read_text(encoding="utf-8"))
    people = load(data)
    for margin in people.margins.values():
        assert sum(each.people for each in margin) == pytest.approx(people.people, rel=0.02)
    for lines in data["margins"].values():
        assert all(line.get("estimate") or line.get("source") for line in lines)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "x"},
        {"people": 0},
        {"people": "many"},
        {"people": float("nan")},
        {"margins": []},
        {"margins": {"age": [{"id": "x"}]}},
        {"margins": {"age": [{"id": "x", "people": -1}]}},
        {"joint": [{"of": ["age"], "cells": [{"in": ["nobody"], "people": 1}]}]},
        {"joint": [{"of": ["spell", "age"], "cells": [{"in": ["a", "b"], "people": 1}]}]},
    ],
)
def test_a_broken_table_is_a_problem_and_nothing_else(change):
    with pytest.raises(Problem):
        load({**table().data, **change})

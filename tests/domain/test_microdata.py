"""What analysts get: codes with labels, nothing that leads back to a seal, and no combination that few share."""

import json
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.coarsening import coarser
from app.domain.extract import LEAST_PEOPLE, extract, shuffled
from app.domain.extract_data import dump, load
from app.domain.microdata import LEFT_OUT, NOTHING, columns
from app.domain.question import build
from app.domain.questions import KINDS
from app.domain.response import LANGUAGE, Kept, Voice
from app.domain.sent import Sent
from app.domain.sentence import Problem
from app.domain.suppression import FEW, combinations, left_out, suppressed
from tests.domain.sample import options, page, questionnaire, single, text


def people(*answers, language="de", **more):
    return [
        Kept(f"key-{i}", 7, {LANGUAGE: [each.pop("language", language)]}, each, **more)
        for i, each in enumerate(answers)
    ]


def coded(form, kept, name, since=None, change=lambda columns: columns):
    found = next(c for c in change(columns(form, kept, since or {})) if c.variable.name == name)
    return found.variable, [None if code == NOTHING else code for code in found.codes.tolist()]


def asking(*questions):
    return questionnaire(page("one", *questions))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_codes_that_its_variables_know(kind):
    question = build(KINDS[kind], {"id": "q", **KINDS[kind].sample, "dont_know": True, "refuse": True}, "q")
    form = questionnaire(page("one", single("other", "a", "b")))
    form = replace(form, pages=(replace(form.pages[0], questions=(question,)),))
    given = [question.read(Sent(question.imagine(Random(seed), 0))) for seed in range(80)]
    kept = people(*({"q": question.closed(value)} for value in given if value is not None))
    found = columns(form, kept, {})[1:]
    assert bool(found) == bool(question.traits())
    for column in found:
        codes = {code for code in column.codes.tolist() if code != NOTHING}
        known = {*column.variable.values, *column.variable.missing}
        assert codes, column.variable.name
        assert codes <= known or not column.variable.values


def test_answers_become_codes_in_their_order_and_asides_codes_of_their_own():
    several = {
        "kind": "multiple",
        "id": "m",
        "title": text("m?"),
        "options": options("x", "y", "ka", ka={"aside": True}),
    }
    form = asking(single("her", "land", "hier", "ka", dont_know=True, refuse=True), several)
    kept = people(
        {"her": "hier", "m": ["y"]}, {"her": "dk", "m": ["ka"]}, {"her": "na"}, {"her": "ka"}, {"her": "gone"}
    )
    variable, codes = coded(form, kept, "her")
    assert codes == [2, -8, -9, -11, None]
    assert {code: label.words["de"] for code, label in variable.values.items()} == {1: "land", 2: "hier"}
    assert coded(form, kept, "m_x")[1] == [0, -11, None, None, None]
    assert coded(form, kept, "m_y")[1] == [1, -11, None, None, None]


def test_negative_numbers_are_not_taken_for_missing_ones():
    form = asking({"kind": "number", "id": "n", "title": text("n?"), "smallest": -50, "dont_know": True})
    variable, codes = coded(form, people({"n": -8}, {"n": "dk"}, {"n": -50}, {}), "n")
    assert codes == [-8, -108, -50, None]
    assert list(variable.missing) == [-108]


def test_an_answer_to_a_question_as_it_was_asked_before_is_none():
    kept = people({"her": "land"}, version=1) + people({"her": "land"}, version=2)
    assert coded(asking(single("her", "land", "hier")), kept, "her", {"her": 2})[1] == [None, 1]


def test_names_are_plain_short_and_unique():
    long = "a" * 38
    form = asking(single(f"{long}-1", "x", "y"), single(f"{long}-2", "x", "y"), single("weight", "x", "y"))
    names = [column.variable.name for column in columns(form, people({}), {})]
    assert names == ["language", "a" * 28, "a" * 26 + "_2", "weight_2"]


def test_rare_answers_to_a_dimension_become_one_and_others_stay():
    form = asking(single("her", "a", "b", "c", "d", dimension=True), single("mood", "a", "b", "c", "d"))
    given = ["a"] * 40 + ["b"] * 30 + ["c"] * 7 + ["d"] * 5
    kept = people(*({"her": each, "mood": each} for each in given))
    variable, codes = coded(form, kept, "her", change=coarser)
    assert [codes.count(code) for code in variable.values] == [40, 30, 12]
    assert len(coded(form, kept, "mood", change=coarser)[0].values) == 4


def test_rare_options_of_a_dimension_become_one_variable():
    several = {
        "kind": "multiple",
        "id": "m",
        "title": text("m?"),
        "options": options("x", "y", "z", "u"),
        "dimension": True,
    }
    kept = people(
        *({"m": ["x"]} for _ in range(30)), *({"m": ["y"]} for _ in range(6)), *({"m": ["z"]} for _ in range(5))
    )
    found = {c.variable.name: c.codes.tolist() for c in coarser(columns(asking(several), kept, {}))}
    assert {name: codes.count(1) for name, codes in found.items() if name != "language"} == {"m_x": 30, "m_others": 11}


def test_rare_ordered_answers_join_their_smaller_neighbour():
    form = asking(single("age", "a", "b", "c", "d", dimension=True, ordered=True))
    kept = people(*({"age": each} for each in ["a"] * 40 + ["b"] * 3 + ["c"] * 12 + ["d"] * 30))
    variable, codes = coded(form, kept, "age", change=coarser)
    assert [(label.words["de"], codes.count(code)) for code, label in variable.values.items()] == [
        ("a", 40),
        ("b / c", 15),
        ("d", 30),
    ]


def test_languages_of_fewer_than_twenty_people_become_one_or_are_left_out():
    given = [{"language": "de"} for _ in range(40)] + [{"language": "ar"} for _ in range(19)]
    form = asking(single("mood", "a", "b"))
    variable, codes = coded(form, people(*given), "language", change=coarser)
    assert [codes.count(code) for code in (*variable.values, *variable.missing)] == [40, 19]
    assert list(variable.missing.values()) == [LEFT_OUT]  # 19 would be too few for "others"
    more = people(*({"language": "de"} for _ in range(40)), *({"language": "ar"} for _ in range(20)))
    variable, codes = coded(form, more, "language", change=coarser)
    assert [codes.count(code) for code in variable.values] == [40, 20]


def test_the_ends_of_numbers_are_cut_at_the_tenth_person():
    form = asking({"kind": "number", "id": "n", "title": text("n?"), "largest": 1000, "dont_know": True})
    kept = people(*({"n": number} for number in range(100)), {"n": "dk"})
    codes = coded(form, kept, "n", change=coarser)[1]
    assert (min(codes[:100]), max(codes[:100]), codes[100]) == (9, 90, -8)
    few = coded(form, kept[:19], "n", change=coarser)
    assert few[0].missing[few[1][0]] == LEFT_OUT
    assert len(set(few[1])) == 1


tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 3), min_size=width, max_size=width), min_size=1, max_size=60)
)


@given(tables)
def test_nobody_is_left_in_a_combination_that_few_share(rows):
    table = np.array(rows)
    gone = left_out(table)
    left = np.where(gone, -1, table)[~gone.all(axis=1)]
    assert len(left) == 0 or combinations(left).few == 0
    assert np.array_equal(gone, left_out(table))
    for row in gone:  # the least needed first, and no more after the first that stays
        assert sorted(row.tolist(), reverse=True) == row.tolist()


def test_a_combination_of_five_stays_whole():
    assert not left_out(np.array([[1, 2]] * FEW + [[3, 4]] * FEW)).any()
    assert left_out(np.array([[1, 2]] * FEW + [[3, 2]])).tolist()[-1] == [True, True]


def test_what_the_population_table_counts_is_kept_longest():
    age = single("age", "old", "young", dimension=True, population="age")
    form = asking(age, single("role", "a", "b", dimension=True))
    chance = Random(3)
    kept = people(*({"age": chance.choice(["old", "young"]), "role": "a" if n > 11 else "b"} for n in range(60)))
    kept[0] = replace(kept[0], answers={"age": "old", "role": "b"})
    losses = {loss.label.words["de"]: loss.people for loss in suppressed(coarser(columns(form, kept, {}))).losses}
    assert losses["age?"] <= losses["role?"]


def form_of_all():
    return asking(
        single("her", "land", "hier", "ka", dimension=True),
        single("mood", "good", "bad"),
        {"kind": "long_text", "id": "idea", "title": text("idea?")},
    )


def extracted(count=80, voices=(), seed=1):
    chance = Random(5)
    kept = people(
        *({"her": chance.choice(["land", "hier"]), "mood": chance.choice(["good", "bad"])} for _ in range(count))
    )
    return extract(form_of_all(), kept, {}, voices, Random(seed))


def test_nothing_of_the_seal_is_in_an_extract():
    said = json.dumps(dump(extracted()))
    assert "key-" not in said
    assert not {"epoch", "version", "week", "id"} & {variable.name for variable in extracted().answers.variables}


def test_every_file_has_an_order_of_its_own():
    answers = extracted().answers
    one, other = (shuffled(answers, Random(seed)).rows for seed in (1, 2))
    assert one != other
    assert sorted(one, key=str) == sorted(other, key=str) == sorted(answers.rows, key=str)


def test_fewer_than_fifty_people_give_no_extract():
    with pytest.raises(Problem, match="Fewer than"):
        extracted(LEAST_PEOPLE - 1)
    assert extracted(LEAST_PEOPLE).people == LEAST_PEOPLE


def test_texts_stand_alone_and_never_few_of_one_question():
    voices = [Voice("idea", "", "ar", f"text {n}") for n in range(10)] + [Voice("mood", "bad", "de", "rare")] * 9
    made = extracted(voices=voices).texts
    assert [variable.name for variable in made.variables] == ["question", "words"]
    assert sorted(words for _, words in made.rows) == sorted(f"text {n}" for n in range(10))
    assert "text" not in json.dumps(dump(extracted(voices=voices))["answers"]["rows"])
    assert extracted(voices=voices[:9]).texts is None


def test_an_extract_is_stored_and_loaded_unchanged():
    made = extracted(voices=[Voice("idea", "", "ar", "مرحبا")] * 10)
    assert load(json.loads(json.dumps(dump(made)))) == made

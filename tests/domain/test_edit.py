"""Changing the order and the names in a questionnaire, without a page around it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import edit
from app.domain.questionnaire import FORMAT, dump, load
from app.domain.rule import mentions
from app.domain.sentence import Problem
from app.domain.short_name import short_name
from app.domain.text import Text

FILES = [file for file in sorted(Path("examples").glob("*/*.json")) if f'"{FORMAT}"' in file.read_text()[:400]]
WHOLE = [pytest.param(load(json.loads(file.read_text())), id=file.stem) for file in FILES]


@pytest.mark.parametrize(
    ("words", "taken", "name"),
    [
        ("Wo wohnen Sie?", (), "wo_wohnen_sie"),
        ("Wo wohnen Sie?", ("wo_wohnen_sie",), "wo_wohnen_sie2"),
        ("Größe & Straße", (), "groesse_strasse"),
        ("Де ви живете?", (), "q1"),
        ("Де ви живете?", ("q1", "q2"), "q3"),
        ("2025", (), "q1"),
        ("review", (), "review2"),
        ("x" * 90, (), "x" * 24),
    ],
)
def test_a_short_name_is_made_from_the_words_and_nobody_else_has_it(words, taken, name):
    assert short_name(words, taken, "q") == name


@pytest.mark.parametrize("whole", WHOLE)
def test_a_draft_kept_in_memory_is_the_draft_that_is_stored(whole):
    for question in whole.questions:
        said = Text({**question.title.words, whole.source: "Anders gefragt"}, question.title.marks)
        fewer = {"options": question.options[:1]} if question.kind == "multiple" else {}
        changed = whole.with_question(replace(question, title=said, **fewer))
        assert changed == load(dump(changed)), question.id


@pytest.mark.parametrize("whole", WHOLE)
def test_moving_every_question_all_the_way_keeps_every_question(whole):
    first, last = whole.questions[0].id, whole.questions[-1].id
    down = whole
    for _ in range(len(whole.questions) + len(whole.pages)):
        down = edit.shifted(down, first, 1)
    assert down.questions[-1].id == first
    assert {q.id for q in down.questions} == {q.id for q in whole.questions}
    assert edit.shifted(edit.shifted(whole, last, -1), last, 1) == whole


@pytest.mark.parametrize("whole", WHOLE)
def test_a_new_short_name_is_known_wherever_the_old_one_was(whole):
    for question in whole.questions:
        named = edit.renamed(whole, question.id, "ganz_neu")
        rules = [rule for q in named.questions for rule in (q.show_if, q.valid_if)] + [p.show_if for p in named.pages]
        assert question.id not in {name for rule in rules for name in mentions(rule)}
        assert edit.renamed(named, "ganz_neu", question.id) == whole


def test_a_gap_follows_a_new_short_name_and_its_translations_stay_as_good_as_they_were():
    whole = next(each for each in (param.values[0] for param in WHOLE) if each.slug == "ablauf")
    said = Text({"de": "Sie haben {kinder} Kinder."}).with_words(
        "ar", "{kinder}", "de", "reviewed", "Amal", "2026-01-02"
    )
    old = said.with_words("uk", "{kinder}", "de", "draft").with_words("de", "Also {kinder} Kinder.", "de", "draft")
    question = replace(whole.questions[-1], title=said, help=old)
    named = edit.renamed(whole.with_question(question), "kinder", "zahl").question(question.id)
    assert named.title.words["ar"] == "{zahl}"
    assert named.title.state("ar", "de") == "reviewed"
    assert (named.title.marks["ar"].who, named.title.marks["ar"].day) == ("Amal", "2026-01-02")
    assert named.help.state("uk", "de") == "outdated"
    for name in ("Kinder", "alter", "review", ""):
        with pytest.raises(Problem):
            edit.renamed(whole, "kinder", name)

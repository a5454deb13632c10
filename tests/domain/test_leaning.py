"""Invented people answer as who they are, a little: comparisons find differences, and much that could be chance."""

import json
from datetime import date
from random import Random

import pytest

from app.config import PROJECT
from app.domain.contrast import contrasts
from app.domain.cube import Cube
from app.domain.imagine import World, respondent
from app.domain.leaning import Leaning, drawn
from app.domain.population import load as population
from app.domain.profile import LIVE
from app.domain.questionnaire import load
from app.domain.release import Edition, release
from app.domain.representation import compared
from app.domain.response import Kept, Response, seal
from app.domain.sent import Sent
from app.domain.turnout import regions

EXAMPLE = PROJECT / "examples" / "ostholstein"
DATA = json.loads((EXAMPLE / "simulation.json").read_text(encoding="utf-8"))
FORMS = {slug: load(json.loads((EXAMPLE / f"{slug}.json").read_text(encoding="utf-8"))) for slug in DATA["leanings"]}
WORLD = World(**DATA)


def people(form, count, world=WORLD, seed=1):
    chance = Random(seed)
    for _ in range(count):
        language = world.language(chance)
        yield language, respondent(form, chance, language, world)


@pytest.fixture(scope="module")
def made():
    form = FORMS["gut-leben"]
    sealed = (seal(form, Response(language, answers, True)) for language, answers in people(form, 600))
    kept = [Kept(str(number), 1, each.groups, each.answers, True) for number, each in enumerate(sealed)]
    return release(form, Edition(1, date(2025, 7, 14), 1, True), Cube.build(form, kept, b"k" * 32, LIVE), None)


def test_where_groups_differ_most_finds_some_differences_and_not_in_every_question(made):
    form = FORMS["gut-leben"]
    found = {dimension: {each.question for each in contrasts(form, made, dimension)} for dimension in ("her", "alter")}
    others = {question.id for question in form.questions if question.cells() and not question.dimension}
    assert "schwer" in found["her"]
    assert all(0 < len(each) < len(others) for each in found.values()), found


def test_one_region_is_clearly_under_represented(made):
    table = population(json.loads((EXAMPLE / "population.json").read_text(encoding="utf-8")))
    place = next(each for each in compared(FORMS["gut-leben"], made, table) if each.question.id == "ort")
    assert [standing.verdict for standing in place.standings].count("fewer") == 1
    rates = [region.rate for region in regions(FORMS["gut-leben"], made, table)]
    assert rates[0] < 0.8 * rates[-1]


@pytest.mark.parametrize("slug", FORMS)
def test_leanings_name_questions_groups_fields_and_answers_there_are(slug):
    form = FORMS[slug]
    for leaning in (Leaning(**each) for each in DATA["leanings"][slug]):
        for id, groups in leaning.who.items():
            known = DATA["languages"] if id == "language" else form.question(id).groups()
            assert set(groups) <= set(known), id
        for name, often in leaning.more.items():
            chance = Random(1)
            given = [form.question(name.split(".")[0]).imagine(chance, 0.0) for _ in range(300)]
            assert set(often) <= {value for each in given for value in each.get(name, ())}, name
            assert name.split(".")[0] not in DATA["tilts"][slug]  # these are drawn by their own weights


def test_who_somebody_is_is_known_before_what_they_lean_to():
    form = FORMS["gut-leben"]  # asks for the age at its end
    world = World({"de": 1}, leanings={form.slug: [{"who": {"alter": ["65+"]}, "more": {"wichtig": {"arzt": 1000}}}]})
    found = [answers for _, answers in people(form, 400, world)]
    old, young = ([each for each in found if (each.get("alter") == "65+") is old] for old in (True, False))

    def part(some):
        return sum("arzt" in each.get("wichtig", ()) for each in some) / len(some)

    assert part(old) > 0.7 > 0.45 > part(young)


def test_without_leanings_people_answer_as_ever():
    form = FORMS["gut-leben"]
    assert list(people(form, 30, World({"de": 1}))) == list(
        people(form, 30, World({"de": 1}, leanings={form.slug: []}))
    )
    assert list(people(form, 30)) == list(people(form, 30))
    question, one, other = form.question("wichtig"), Random(3), Random(3)
    leaning = Leaning({"her": ["land"]}, more={"schwer": {"briefe": 9}})  # says nothing of this question
    assert drawn("wichtig", lambda: question.imagine(one, 0), [leaning], one) == question.imagine(other, 0)
    assert one.random() == other.random()


def test_leanings_of_one_person_multiply_and_nothing_is_forced():
    question, chance = FORMS["gut-leben"].question("hilfe"), Random(5)
    both = [Leaning({}, more={"hilfe": {"amt": 3}}), Leaning({}, more={"hilfe": {"amt": 3}})]
    shares = [
        sum("amt" in drawn("hilfe", lambda: question.imagine(chance, 0), some, chance)["hilfe"] for _ in range(800))
        / 800
        for some in ([], both[:1], both)
    ]
    assert shares == sorted(shares)
    assert shares[0] + 0.1 < shares[1] < shares[2] - 0.05 < 0.95
    assert question.read(Sent(drawn("hilfe", lambda: question.imagine(chance, 0), both, chance))) is not None

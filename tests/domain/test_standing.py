"""Where a consultation stands on a day; and the example of Ostholstein, whole in all its languages."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.consultation import Consultation, News, Phase
from app.domain.document import load
from app.domain.language import LANGUAGES
from app.domain.standing import standing, years
from app.domain.text import Text

EXAMPLE = Path(__file__).parents[2] / "examples" / "ostholstein"
OSTHOLSTEIN = load(Consultation, json.loads((EXAMPLE / "consultation.json").read_text()))

# Day: what goes on, what comes next, whether one waits in between, and how many news there are.
DAYS = {
    "2025-03-24": ([], "zukunftskonferenz", True, 0),
    "2025-03-25": (["zukunftskonferenz"], "expertenrunden", False, 0),
    "2025-03-26": (["expertenrunden"], "beteiligung", False, 1),
    "2025-05-24": (["beteiligung"], "umfrage", False, 2),
    "2025-05-25": ([], "umfrage", True, 2),
    "2025-06-01": (["umfrage"], "konzept", False, 3),
    "2025-08-31": (["umfrage"], "konzept", False, 3),
    "2030-01-01": (["konzept"], None, False, 3),  # it has no last day
}


@pytest.mark.parametrize("day", DAYS)
def test_the_day_says_what_goes_on_and_what_comes_next(day):
    now, following, waits, told = DAYS[day]
    found = standing(OSTHOLSTEIN, date.fromisoformat(day))
    assert [phase.id for phase in found.now] == now
    assert (found.next.id if found.next else None) == following
    assert found.between == waits
    assert len(found.news) == told


def test_steps_stand_in_the_order_of_their_days_and_news_the_other_way_round():
    turned = replace(OSTHOLSTEIN, phases=OSTHOLSTEIN.phases[::-1], news=OSTHOLSTEIN.news[::-1])
    found = standing(turned, date(2025, 7, 1))
    assert [phase.start for phase in found.steps] == sorted(phase.start for phase in OSTHOLSTEIN.phases)
    assert [each.day for each in found.news] == [date(2025, 6, 1), date(2025, 4, 28), date(2025, 3, 26)]


def test_without_steps_and_news_nothing_is_said_and_nobody_waits():
    found = standing(Consultation(slug="x"), date(2025, 1, 1))
    assert (found.steps, found.now, found.next, found.between, found.news) == ((), (), None, False, ())


def test_two_steps_may_go_on_at_once():
    steps = tuple(Phase(id=id, start=date(2025, 1, day)) for id, day in (("b", 5), ("a", 3)))
    assert [phase.id for phase in standing(Consultation(slug="x", phases=steps), date(2025, 1, 6)).now] == ["a", "b"]


def test_the_years_are_those_of_its_steps_else_that_of_its_publication():
    assert years(OSTHOLSTEIN.phases, date(2024, 1, 1)) == (2025, 2025)
    last = Phase(id="last", start=date(2026, 1, 1), end=date(2027, 6, 1))
    assert years((*OSTHOLSTEIN.phases, last), date(2024, 1, 1)) == (2025, 2027)
    assert years((), date(2024, 1, 1)) == (2024, 2024)


def test_the_example_is_whole_in_all_twelve_languages():
    assert list(OSTHOLSTEIN.check()) == []
    assert set(OSTHOLSTEIN.languages) == set(LANGUAGES)
    for path, text, must in OSTHOLSTEIN.texts():
        assert must, path
        assert set(text.words) == set(LANGUAGES), path
        assert {text.state(tag, "de") for tag in LANGUAGES} == {"source", "draft"}, path  # nobody has read them yet


def test_a_missing_translation_of_the_example_is_noticed():
    told = News(id="x", title=Text({"de": "Neu"}), text=Text({"de": "Neu"}), day=date(2025, 1, 1))
    problems = [problem.where for problem in replace(OSTHOLSTEIN, news=(told,)).check()]
    assert len(problems) == 2 * (len(LANGUAGES) - 1)
    assert "news.x.text.ar" in problems


# Words in which a translation must keep a number or a day of the original.
@pytest.mark.parametrize(
    "path", ["news.erste-ideen.text", "news.einladung-bungsberg.text", "news.umfrage-beginnt.text"]
)
def test_every_translation_of_the_news_has_the_same_numbers(path):
    text = {where: said for where, said, _ in OSTHOLSTEIN.texts()}[path]
    numbers = {tag: sorted(_numbers(words)) for tag, words in text.words.items()}
    assert set(map(tuple, numbers.values())) == {tuple(numbers["de"])}, numbers


def _numbers(words):
    return "".join(letter if letter.isdigit() else " " for letter in words).split()

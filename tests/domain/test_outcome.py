"""What became of it: the newest step is the status, every name leads somewhere, and a refusal gives its reason."""

import json
from dataclasses import replace
from datetime import date

import pytest

from app.config import PROJECT
from app.domain.document import dump, load
from app.domain.documents import KINDS
from app.domain.evidence import from_address, source
from app.domain.language import LANGUAGES
from app.domain.outcome import STATUSES, Demand, Evidence, Measure, Outcome, Step, Theme, moved
from app.domain.outcome_edit import Found, Said, with_source, with_step
from app.domain.sentence import Problem
from app.domain.text import Text
from app.domain.weighing import Wanted, newest, rows

EXAMPLES = PROJECT / "examples" / "ostholstein"


def de(words):
    return Text({"de": words})


SMALL = Outcome(
    slug="konzept",
    title=de("Was daraus wird"),
    themes=(Theme("wege", de("Wege"), 2), Theme("wohnen", de("Wohnen"), 1)),
    demands=(
        Demand("bus", "wege", de("Mehr Busse")),
        Demand("rad", "wege", de("Mehr Radwege")),
        Demand("miete", "wohnen", de("Niedrige Mieten")),
    ),
    measures=(Measure("linie", ("bus", "miete"), de("Eine neue Linie")),),
    steps=(
        Step("s2", "linie", "underway", date(2025, 9, 2), decision=de("Kreistag")),
        Step("s1", "linie", "examined", date(2025, 9, 1)),
        Step("s3", "linie", "done", date(2025, 9, 2)),
        Step("s4", "rad", "declined", date(2025, 9, 3), de("Kein Geld")),
    ),
    evidence=(Evidence("e1", "bus", "question/gut-leben/wichtig"), Evidence("e2", "linie", "paper/karten")),
)


def problems(outcome):
    return {problem.where for problem in outcome.check()}


def test_the_small_one_may_be_published():
    assert problems(SMALL) == set()
    assert load(Outcome, json.loads(json.dumps(dump(SMALL)))) == SMALL
    assert KINDS["outcome"] is Outcome


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"demands": (Demand("bus", "nowhere", de("x")), *SMALL.demands[1:])}, "demands.bus.theme"),
        ({"measures": (Measure("linie", (), de("x")),)}, "measures.linie.demands"),
        ({"measures": (Measure("linie", ("bus", "gone"), de("x")),)}, "measures.linie.demands"),
        ({"measures": (*SMALL.measures, Measure("bus", ("bus",), de("x")))}, "measures.bus"),
        ({"steps": (Step("s", "gone", day=date(2025, 1, 1)),)}, "steps.s.of"),
        ({"steps": (Step("s", "bus"),)}, "steps.s.day"),
        ({"steps": (Step("s", "bus", "declined", date(2025, 1, 1)),)}, "steps.s.reason"),
        ({"steps": (Step("s", "bus", "perhaps", date(2025, 1, 1)),)}, "steps.s.status"),
        ({"evidence": (Evidence("e", "gone", "event/fest"),)}, "evidence.e.of"),
        ({"evidence": (Evidence("e", "bus", "javascript:alert(1)"),)}, "evidence.e.source"),
        ({"themes": (Theme("wege", de("x")), SMALL.themes[1])}, "themes.wege.number"),
        ({"themes": (replace(SMALL.themes[0], number=1), SMALL.themes[1])}, "themes.wege.number"),
        ({"demands": (*SMALL.demands, SMALL.demands[0])}, "demands"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_where_it_is_mended(wrong, where):
    assert where in problems(replace(SMALL, **wrong))


def test_a_demand_has_a_row_for_each_measure_and_one_for_a_step_of_its_own():
    assert [(row.number, row.measure and row.measure.id, row.status) for row in rows(SMALL)] == [
        ("2.1", "linie", "done"),
        ("2.2", None, "declined"),
        ("1.1", "linie", "done"),
    ]


def test_the_newest_step_is_the_status_and_the_last_decision_stands():
    bus, rad, _ = rows(SMALL)
    assert [step.id for step in bus.steps] == ["s3", "s2", "s1"]
    assert (bus.day, bus.decision) == (date(2025, 9, 2), de("Kreistag"))
    assert (rad.reason, [each.id for each in bus.evidence]) == (de("Kein Geld"), ["e1", "e2"])
    assert [row.demand.id for row in newest(rows(SMALL))] == ["rad", "bus", "miete"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["bus", "rad", "miete"]),
        (Wanted("wohnen"), ["miete"]),
        (Wanted(status="declined"), ["rad"]),
        (Wanted("wege", "done"), ["bus"]),
        (Wanted(words="RADWEGE geld"), ["rad"]),
        (Wanted(words="neue LINIE"), ["bus", "miete"]),
        (Wanted(words="nirgends"), []),
    ],
)
def test_the_table_is_filtered_by_theme_status_and_words(wanted, found):
    assert [row.demand.id for row in rows(SMALL) if wanted.takes(row, "de")] == found


def test_staff_add_a_step_and_the_history_stays():
    after = with_step(SMALL, Said("bus", "declined", "2025-10-01", " Kein Geld ", ""))
    assert after.steps[:-1] == SMALL.steps
    assert after.steps[-1] == Step("s5", "bus", "declined", date(2025, 10, 1), de("Kein Geld"))
    assert problems(after) == set()


@pytest.mark.parametrize(
    ("said", "where"),
    [
        (Said("gone", "done", "2025-10-01"), "of"),
        (Said("bus", "perhaps", "2025-10-01"), "status"),
        (Said("bus", "done", "gestern"), "day"),
        (Said("bus", "declined", "2025-10-01", "  "), "reason"),
        (Said("bus", "done", "2025-10-01", "x" * 5001), "reason"),
    ],
)
def test_a_step_that_cannot_be_is_refused_at_its_field(said, where):
    with pytest.raises(Problem) as refused:
        with_step(SMALL, said)
    assert refused.value.where == where


def test_a_demand_is_made_of_a_source_and_keeps_it():
    made = with_source(SMALL, Found("theme/gut-leben/zuerst/mobilitaet", "", "wege", "Busse am Abend"))
    assert (made.demands[-1].theme, made.demands[-1].title) == ("wege", de("Busse am Abend"))
    assert made.evidence_of(made.demands[-1].id)[0].source == "theme/gut-leben/zuerst/mobilitaet"
    assert problems(made) == set()
    again = Found("theme/gut-leben/zuerst/mobilitaet", made.demands[-1].id)
    with pytest.raises(Problem, match="already"):
        with_source(made, again)


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/results/gut-leben/q/wichtig?lang=ar", "question/gut-leben/wichtig"),
        ("/statements/was-fehlt/results?lang=de#s-12", "statement/was-fehlt/12"),
        ("https://example.org/events/bungsberg", "event/bungsberg"),
        ("https://example.org/privacy", ""),
        ("javascript:alert(1)", ""),
        ("/results/../staff/q/x", ""),
        ("/statements/a/results#s-<script>", ""),
        ("", ""),
    ],
)
def test_the_address_of_a_public_page_names_a_source(address, written):
    assert from_address(address) == written


NO_SOURCES = ("", "question", "question/a", "theme/a/b", "event/A", "event/a/b", "paper/ä", "x/a", "question/a/b\n")


@pytest.mark.parametrize("written", NO_SOURCES)
def test_what_is_no_source_is_none(written):
    assert source(written) is None


def test_a_theme_that_takes_over_a_number_is_seen():
    other = (Theme("neu", de("Neu"), 2), SMALL.themes[1], Theme("dritte", de("Dritte"), 3))
    assert [theme.id for theme in moved(SMALL, replace(SMALL, themes=other))] == ["neu"]
    assert moved(SMALL, replace(SMALL, themes=SMALL.themes[::-1])) == ()


def test_the_examples_speak_twelve_languages_and_only_the_invented_one_decides():
    real, invented = (
        load(Outcome, json.loads((EXAMPLES / f"{name}.json").read_text())) for name in ("ergebnis", "ergebnis-beispiel")
    )
    assert problems(real) == problems(invented) == set()
    assert set(real.languages) == set(invented.languages) == set(LANGUAGES)
    assert not rows(real)
    assert not real.invented
    assert invented.invented
    assert {row.status for row in rows(invented)} == set(STATUSES)
    assert moved(real, invented) == ()

"""Answers that are offered because of an earlier answer: chosen there, not chosen there, or lent from there."""

from random import Random

import pytest

from app.domain.audience import asked_of_some, changed_since
from app.domain.check import check
from app.domain.imagine import World, respondent
from app.domain.questionnaire import dump, load, with_words
from app.domain.reading import read, step
from app.domain.sent import Sent
from tests.domain.sample import options, page, questionnaire, text

NONE = {"none": {"exclusive": True}}


def several(id, *ids, **more):
    return {"kind": "multiple", "id": id, "title": text(f"{id}?"), "options": options(*ids, **NONE), **more}


def form(kind="single", offer="chosen", own=(), **more):
    """Which of these do you use? Which of those is the best?"""
    listed = {"matrix": "rows", "statements": "statements"}.get(kind, "options")
    best = {"kind": kind, "id": "best", "title": text("best?"), "offer_from": "used", "offer": offer}
    steps = {"options": options("good", "bad")} if kind == "matrix" else {}
    made = {**best, **steps, listed: options(*own, **NONE), **more}
    return questionnaire(page("one", several("used", "bus", "train", "bike", "none")), page("two", made))


def offered(form, **fields):
    """The things the second question offers someone who sent this, None when it is not asked."""
    facts = read(form, Sent(fields), "de")[2]
    shown = form.pages[1].shown(facts)
    return [option.id for option in shown[0].things] if shown else None


OWN, LENT = ("bike", "bus", "train", "none"), ("none",)


@pytest.mark.parametrize("own", [OWN, LENT])
def test_only_what_was_chosen_is_offered_and_pinned_answers_to_everyone(own):
    made = form(own=own)
    assert sorted(offered(made, used=["bus", "bike"])) == ["bike", "bus", "none"]
    assert offered(made, used=["none"]) is None
    assert offered(made) is None
    other = form(own=own, offer="not chosen")
    assert sorted(offered(other, used=["bus", "bike"])) == ["none", "train"]
    assert offered(other, used=["bus", "train", "bike"]) is None
    assert len(offered(other)) == 4


@pytest.mark.parametrize(
    "kind", ["single", "multiple", "dropdown", "ranking", "budget", "pairs", "matrix", "statements"]
)
def test_every_kind_that_lists_things_can_have_them_lent(kind):
    made = form(kind)
    question = made.question("best")
    assert list(check(made)) == []
    assert [option.id for option in question.things] == ["bus", "train", "bike"]
    assert question.things[0].label.words["de"] == "bus"
    narrowed = made.pages[1].shown(read(made, Sent({"used": ["bus", "bike"]}), "de")[2])[0]
    for seed in range(20):
        value = narrowed.read(Sent(narrowed.imagine(Random(seed), 0)))
        if value is not None:
            assert set(question.count(question.closed(value))) <= set(question.cells())
            assert "train" not in str(value)


def test_what_is_lent_is_said_and_stored_once():
    made = form(own=("none",))
    data = dump(made)
    assert [option["id"] for option in data["pages"][1]["questions"][0]["options"]] == ["none"]
    assert load(data) == made
    paths = [path for path, _, _ in made.texts()]
    assert "pages.two.questions.best.options.bus.label" not in paths
    changed = with_words(made, "ar", {"pages.one.questions.used.options.bus.label": "حافلة"})
    assert changed.question("best").things[0].label.words["ar"] == "حافلة"


def test_what_is_no_longer_offered_is_dropped_and_may_be_offered_again():
    made = form(own=OWN)
    before = Sent({"used": ["bus", "train"], "best": ["bus"]})
    assert read(made, before, "de")[0]["best"] == "bus"
    answers, problems, _ = read(made, Sent({"used": ["train"], "best": ["bus"]}), "de")
    assert (answers, problems) == ({"used": ["train"]}, {})
    assert step(made, "one", "next", Sent({"used": ["none"]}), "de", ["used"]).page is None  # nothing left: not asked


def test_in_a_repeated_group_the_same_repetition_decides():
    renamed = form(own=OWN).question("best").renamed({"used": "used#2", "best": "best#2"})
    assert (renamed.id, renamed.offer_from) == ("best#2", "used#2")


def test_fewer_will_do_where_fewer_are_offered():
    made = form("multiple", least=2)
    assert read(made, Sent({"used": ["bus"], "best": ["bus"]}), "de")[1] == {}
    assert "best" in read(made, Sent({"used": ["bus", "train"], "best": ["bus"]}), "de")[1]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (form(own=OWN, offer_from="later"), "not an earlier question"),
        (form(own=(*OWN, "boat")), "Nobody is offered this answer"),
        (form(own=OWN, offer="perhaps"), "Choose one of"),
    ],
)
def test_an_offer_nobody_can_get_is_found_before_publishing(made, said):
    assert said in str(next(iter(check(made))))


def test_who_is_offered_an_answer_is_protected_like_who_is_asked():
    made = form(own=OWN)
    assert asked_of_some(made) == {"best"}
    hidden = questionnaire(page("one", several("used", "bus", "none", sensitive=True)), dump(made)["pages"][1])
    assert hidden.sensitive == {"used", "best"}
    assert changed_since([(1, made), (2, form(own=OWN, offer="not chosen"))])["best"] == 2
    lent = form(own=("none",))
    assert changed_since([(1, lent), (2, load(dump(lent)))])["best"] == 1


def test_invented_people_answer_what_they_are_offered():
    made, answered = form(own=("none",)), 0
    for seed in range(60):
        answers = respondent(made, Random(seed), "de", World({"de": 1}))
        if "best" in answers:
            answered += 1
            assert answers["best"] in [*answers["used"], "none"]
    assert answered > 20


def test_nobody_is_asked_to_choose_between_one_thing():
    made = form("pairs")
    assert offered(made, used=["bus"]) is None
    assert sorted(offered(made, used=["bus", "bike"])) == ["bike", "bus"]

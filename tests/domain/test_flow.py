"""How a questionnaire flows: what is asked once more, where it ends, in which order, for whom and how often."""

from datetime import date
from random import Random

import pytest

from app.domain import repetition
from app.domain.audience import asked_of_some, changed_since
from app.domain.check import check
from app.domain.cube import Cube
from app.domain.imagine import World, respondent
from app.domain.open_data.meaning import meanings
from app.domain.order import mixed
from app.domain.profile import PROFILES
from app.domain.questionnaire import dump, load, with_words
from app.domain.reached import full_quotas
from app.domain.reading import read, step
from app.domain.rehearsal import dashboard, rehearse
from app.domain.release import Release
from app.domain.response import Kept, Response, seal
from app.domain.results import Filter, message, results
from app.domain.sent import Sent
from app.domain.sentence import Problem
from app.domain.tally import Counts
from tests.domain.sample import long_text, options, page, questionnaire, single, text


def take(form, here, go="next", seen=(), reminded=(), language="de", **sent):
    fields = {name: value if isinstance(value, list) else [value] for name, value in sent.items()}
    return step(form, here, go, Sent(fields), language, seen, reminded)


def where(form):
    return {problem.where for problem in check(form)}


LEAVES = {"==": [{"answer": "lives"}, "no"]}


def with_exit(**more):
    return questionnaire(
        page("one", single("lives", "yes", "no")),
        page("end", title=text("Schade"), words=text("Danke!"), exit=True, **{"show_if": LEAVES, **more}),
        page("two", long_text("wish")),
    )


def test_a_soft_question_is_asked_once_more_and_then_may_be_skipped():
    form = questionnaire(page("one", single("a", "x", "y", soft=True), long_text("b")), page("two", long_text("c")))
    now = take(form, "one", seen=["a", "b"])
    assert (now.page.id, now.reminded, now.problems) == ("one", ("a",), {})
    assert take(form, "one", seen=["a", "b"], reminded=["a"]).page.id == "two"
    assert take(form, "one", "skip", seen=["a", "b"]).page.id == "two"
    assert take(form, "one", seen=["a", "b"], a="x").page.id == "two"
    assert take(form, "review", "send", b="words").done


def test_an_exit_ends_the_questionnaire_and_what_was_answered_may_be_sent():
    form = with_exit()
    assert take(form, "one", seen=["lives"], lives="no").page.id == "end"
    assert take(form, "one", seen=["lives"], lives="yes").page.id == "two"
    assert take(form, "end", lives="no").page is None
    assert take(form, "review", "back", lives="no").page.id == "end"
    sent = take(form, "review", "send", lives="no", wish="unasked")
    assert (sent.done, sent.answers) == (True, {"lives": "no"})


def test_an_exit_is_kept_checked_and_makes_what_follows_a_question_to_some():
    form = with_exit()
    assert load(dump(form)) == form
    assert where(form) == set()
    assert where(with_exit(show_if=None)) == {"pages.end"}
    assert asked_of_some(form) == {"wish"}
    without = questionnaire(page("one", single("lives", "yes", "no")), page("two", long_text("wish")))
    assert changed_since([(1, without), (2, form)]) == {"lives": 1, "wish": 2}
    assert changed_since([(1, form), (2, form)]) == {"lives": 1, "wish": 1}


def test_who_was_let_go_for_a_sensitive_answer_is_not_told_by_later_questions():
    form = questionnaire(
        page("one", single("lives", "yes", "no", sensitive=True)),
        page("end", words=text("Danke!"), exit=True, show_if=LEAVES),
        page("two", single("wish", "a", "b", dimension=True)),
    )
    assert form.sensitive == {"lives", "wish"}
    assert form.dimensions == ()


def blocks():
    return questionnaire(
        page("start", long_text("s")),
        page("a1", single("a", "x", "y"), block="a"),
        page("a2", long_text("a_more", show_if={"==": [{"answer": "a"}, "x"]}), block="a"),
        page("b", long_text("b"), block="b"),
        page("c", long_text("c"), block="c"),
        page("end", *map(long_text, "klmn"), shuffled=True),
    )


def way_of(form, seed, **sent):
    """The pages someone sees who always goes on."""
    here, found = "", []
    while len(found) < 20:
        fields = Sent({name: [value] for name, value in sent.items()})
        now = step(form, here, "next", fields, "de", seed=seed)
        if now.page is None:
            return found
        here = now.page.id
        found.append(here)
    return found


def test_blocks_change_places_and_stay_together_and_are_the_same_for_one_sheet():
    form = blocks()
    ways = [way_of(form, f"sheet {number}", a="x") for number in range(60)]
    assert {(way[0], way[-1], len(way)) for way in ways} == {("start", "end", 6)}
    assert all(way.index("a2") == way.index("a1") + 1 for way in ways)
    assert len({tuple(way) for way in ways}) == 6
    assert way_of(form, "sheet 7", a="x") == way_of(form, "sheet 7", a="x")
    back = step(form, ways[0][3], "back", Sent({"a": ["x"]}), "de", seed="sheet 0")
    assert back.page.id == ways[0][2]


def test_what_is_kept_does_not_say_in_which_order_it_was_asked():
    fields = {name: [name] for name in ("n", "c", "b", "s")} | {"a": ["y"]}
    kept = {tuple(step(blocks(), "review", "send", Sent(fields), "de", seed=str(seed)).answers) for seed in range(20)}
    assert kept == {("s", "a", "b", "c", "n")}


def test_questions_of_a_page_change_places_and_texts_between_them_stay():
    between = {"kind": "information", "id": "i", "title": text("!"), "body": text("!")}
    form = questionnaire(page("one", long_text("a"), between, long_text("b"), long_text("c"), shuffled=True))
    (only,) = form.pages
    orders = {tuple(q.id for q in mixed(only, only.questions, str(seed))) for seed in range(40)}
    assert len(orders) == 6
    assert {order[1] for order in orders} == {"i"}


def test_a_rule_may_not_look_at_what_may_come_later():
    rule = {"answered": "a"}
    assert where(blocks()) == set()
    across = page("b", long_text("b", show_if=rule), block="b")
    assert where(questionnaire(page("a", long_text("a"), block="a"), across)) == {"pages.b.questions.b.show_if"}
    mixed_up = page("one", long_text("a"), long_text("b", show_if=rule), shuffled=True)
    assert where(questionnaire(mixed_up)) == {"pages.one.questions.b.show_if"}


def number(id, **more):
    return {"kind": "number", "id": id, "title": text(f"{id}?"), "largest": 12, **more}


def calculated(id, formula):
    return {"kind": "calculated", "id": id, "formula": formula}


def test_a_calculated_number_serves_rules_and_is_never_kept():
    form = questionnaire(
        page("one", number("kinder"), number("grosse"), calculated("alle", "({kinder} + {grosse}) * 2 − 1")),
        page("two", long_text("viele", show_if={">": [{"answer": "alle"}, 9]})),
    )
    assert where(form) == set()
    now = take(form, "one", kinder="3", grosse="2")
    assert (now.page, now.facts.answers["alle"], now.answers) == (None, 9, {"kinder": 3, "grosse": 2})
    assert take(form, "one", kinder="4", grosse="2").page.id == "two"
    assert "alle" not in take(form, "one", kinder="4").facts.answers
    other = questionnaire(*[dict(each) for each in dump(form)["pages"]])
    assert load(dump(form)) == form == other


@pytest.mark.parametrize(
    "formula", ["", "1 +", "{kinder", "kinder", "1/0", "((1)", "1)", "2 3", "__import__", "9" * 400]
)
def test_a_calculation_that_cannot_be_understood_blocks_publishing_and_harms_nobody(formula):
    form = questionnaire(page("one", number("kinder"), calculated("c", formula)))
    assert where(form) == {"pages.one.questions.c.formula"}
    assert take(form, "one", kinder="3").page is None


def test_a_calculation_of_words_or_later_answers_blocks_publishing():
    form = questionnaire(page("one", long_text("a"), calculated("c", "{a} + {b}"), number("b")))
    said = [str(problem) for problem in check(form)]
    assert any("not a number" in each for each in said)
    assert any("not an earlier question" in each for each in said)


def test_results_begin_anew_when_a_rule_is_calculated_in_another_way():
    def form(formula):
        rule = {">": [{"answer": "c"}, 1]}
        return questionnaire(page("one", number("k"), calculated("c", formula)), page("two", number("n", show_if=rule)))

    assert changed_since([(1, form("{k} + 1")), (2, form("{k} * 2"))])["n"] == 2


def test_a_question_is_worded_for_the_role_and_its_results_stay_one():
    we = {"id": "we", "when": {"==": [{"answer": "role"}, "we"]}, "title": text("Wie geht es Ihnen zusammen?")}
    form = questionnaire(
        page("one", single("role", "me", "we")),
        page("two", single("feels", "good", "bad", variants=[we])),
    )
    assert where(form) == set()
    assert "pages.two.questions.feels.variants.we.title" in {path for path, _, _ in form.texts()}
    for role, words in (("me", "feels?"), ("we", "Wie geht es Ihnen zusammen?")):
        now = take(form, "one", role=role)
        assert [q.title.words["de"] for q in now.page.shown(now.facts)] == [words]
    plain = questionnaire(page("one", single("role", "me", "we")), page("two", single("feels", "good", "bad")))
    assert changed_since([(1, plain), (2, form)]) == {"role": 1, "feels": 1}
    assert form.sensitive == frozenset()
    assert with_words(form, "ar", {"pages.two.questions.feels.variants.we.title": "كيف"}) != form


def with_quota(**more):
    quota = {
        "id": "enough",
        "question": "lives",
        "answers": ["no"],
        "most": 30,
        "title": text("Danke"),
        "words": text("!"),
    }
    pages = page("one", single("lives", "yes", "no")), page("two", single("wish", "a", "b"))
    return questionnaire(*pages, quotas=[{**quota, **more}])


def test_a_full_quota_ends_the_path_of_those_who_gave_that_answer_only():
    form = with_quota()
    assert where(form) == set()
    assert load(dump(form)) == form
    full = {"full": frozenset({"enough"})}
    assert step(form, "one", "next", Sent({"lives": ["no"]}), "de", **full).page.id == "full~enough"
    assert step(form, "one", "next", Sent({"lives": ["yes"]}), "de", **full).page.id == "two"
    assert step(form, "one", "next", Sent({"lives": ["no"]}), "de").page.id == "two"
    sent = step(form, "review", "send", Sent({"lives": ["no"], "wish": ["a"]}), "de", **full)
    assert sent.answers == {"lives": "no"}
    assert asked_of_some(form) == {"wish"}


def test_only_published_numbers_fill_a_quota():
    form = with_quota()
    table = {"lives": {"answered": 60, "cells": {"yes": 29, "no": 31}}}
    assert full_quotas(form, None) == frozenset()
    assert full_quotas(form, Release({"tables": {"": table}}, "")) == {"enough"}
    assert full_quotas(form, Release({"tables": {"": {}}}, "")) == frozenset()
    assert full_quotas(with_quota(most=32), Release({"tables": {"": table}}, "")) == frozenset()
    assert full_quotas(with_quota(answers=["yes"]), Release({"tables": {"": table}}, "")) == frozenset()


def test_a_quota_of_several_answers_closes_for_each_of_them_and_counts_them_together():
    form = with_quota(answers=["no", "ka"])
    form = load({**dump(form), "pages": [page("one", single("lives", "yes", "no", "ka")), dump(form)["pages"][1]]})
    assert where(form) == set()
    assert load(dump(form)) == form
    full = {"full": frozenset({"enough"})}
    ends = {
        lives: step(form, "one", "next", Sent({"lives": [lives]}), "de", **full).page.id
        for lives in form.question("lives").groups()
    }
    assert ends == {"yes": "two", "no": "full~enough", "ka": "full~enough"}
    cells = {"yes": 90, "no": 17, "ka": 12}
    for more, found in ((13, {"enough"}), (12, set())):
        counts = {"answered": 120, "cells": {**cells, "ka": more}}
        assert full_quotas(form, Release({"tables": {"": {"lives": counts}}}, "")) == found


def test_a_quota_stored_with_one_answer_is_read_as_before():
    old = dump(with_quota())["quotas"][0]
    assert old.pop("answers") == ["no"]
    pages = dump(with_quota())["pages"]
    assert questionnaire(*pages, quotas=[{**old, "answer": "no"}]) == with_quota()
    assert questionnaire(*pages, quotas=[{**old, "answer": ""}]) == with_quota(answers=[])


def test_a_quota_of_nothing_or_of_something_sensitive_blocks_publishing():
    assert where(with_quota(answers=["no", "maybe"])) == {"quotas.enough.question"}
    assert where(with_quota(answers=[])) == {"quotas.enough.answers"}
    with pytest.raises(Problem):
        with_quota(answers=[{"no": 1}])
    with pytest.raises(Problem):
        with_quota(answers="no")
    assert where(with_quota(most=3)) == {"quotas.enough.most"}
    pages = page("one", single("lives", "yes", "no", sensitive=True)), page("two", single("wish", "a", "b"))
    quota = dump(with_quota())["quotas"]
    assert where(questionnaire(*pages, quotas=quota)) == {"quotas.enough"}
    with pytest.raises(Problem):
        questionnaire(*pages, quotas={"id": "x"})


EACH = text("Kind {number}", "طفل {number}")


def children(**more):
    here = {"==": [{"answer": "kita"}, "ja"]}
    return questionnaire(
        page("one", number("kinder")),
        page("two", number("alter"), single("kita", "ja", "nein"), **{"repeat": "kinder", "each": EACH, **more}),
        page("three", long_text("wie", show_if=here), repeat="kinder", each=EACH),
        page("end", long_text("wish")),
    )


def test_a_group_is_repeated_and_its_rules_look_at_the_same_turn():
    form = children()
    assert where(form) == set()
    assert load(dump(form)) == form
    sent = {"kinder": "2", "kita": "nein", "kita~2": "ja"}
    assert way_of(form, "", **sent) == ["one", "two", "two~2", "three~2", "end"]
    assert way_of(form, "", kinder="0") == ["one", "end"]
    assert way_of(form, "") == ["one", "end"]
    now = take(form, "review", "send", kinder="1", **{"kita~2": "ja", "alter": "3"})
    assert now.answers == {"kinder": 1, "alter": 3}


def test_someone_with_twelve_children_is_asked_for_ten():
    assert len(way_of(children(), "", kinder="12")) == 12


def test_of_all_turns_only_the_different_answers_are_sealed_and_a_person_counts_once():
    form = children()
    fields = {"kinder": ["3"], "alter": ["9"], "alter~2": ["3"], "alter~3": ["3"], "kita": ["nein"], "kita~3": ["ja"],
              "wie~3": ["Gut"]}  # fmt: skip
    answers, problems, _ = read(form, Sent(fields), "de")
    assert problems == {}
    kept = seal(form, Response("de", answers))
    assert kept.answers == {"kinder": 3, "alter": [3, 9], "kita": ["ja", "nein"], "wie": ["written"]}
    assert [(voice.question, voice.words) for voice in kept.voices] == [("wie", "Gut")]
    assert asked_of_some(form) == {"alter", "kita", "wie"}
    kita = form.question("kita")
    assert repetition.count(kita, ["ja", "nein"]) == ["ja", "nein"]
    assert not repetition.fits(kita, "ja")
    tally = repetition.tally(kita, Counts(40, {"ja": 30, "nein": 20}))
    assert [(row.counts, row.base) for row in tally.rows] == [((30,), 40), ((20,), 40)]
    assert tally.several


def test_a_repetition_is_counted_in_the_cube_and_released():
    form = children()
    people = [
        Kept(str(i), 1, {"language": ["de"]}, {"kinder": 2, "kita": ["ja", "nein"][: 1 + i % 2]}) for i in range(80)
    ]
    people.append(Kept("old", 1, {"language": ["de"]}, {"kita": "ja"}))  # before it was repeated
    cube = Cube.build(form, people, b"k" * 32, PROFILES["live"])
    counts = cube.published("kita")
    assert abs(counts.answered - 80) <= PROFILES["live"].most
    assert abs(counts["ja"] - 80) <= PROFILES["live"].most
    assert abs(counts["nein"] - 40) <= PROFILES["live"].most


def judging(**more):
    """Asked for each child: a matrix, votes, an order and points."""
    kinds = {
        "matrix": {"rows": options("weg", "essen"), "options": options("gut", "mal", "nie", "wn", wn={"aside": True})},
        "statements": {"statements": options("froh", "sicher")},
        "ranking": {"options": options("a", "b", "c")},
        "budget": {"options": options("a", "b", "c"), "points": 10},
        "pairs": {"options": options("a", "b", "c")},
    }
    asked = [{"kind": kind, "id": kind, "title": text("?"), "refuse": True, **own} for kind, own in kinds.items()]
    return questionnaire(page("one", number("kinder")), page("two", *asked, repeat="kinder", each=EACH, **more))


# Two children each. What is sealed of the one family is the same as of the other, though together they answered
# something else: so nothing sealed says which answers belong together.
TWINS = {
    "matrix": [
        [{"weg": "gut", "essen": "gut"}, {"weg": "nie", "essen": "nie"}],
        [{"weg": "gut", "essen": "nie"}, {"weg": "nie", "essen": "gut"}],
        ["essen:gut", "essen:nie", "weg:gut", "weg:nie"],
    ],
    "statements": [
        [{"froh": "agree", "sicher": "pass"}, {"froh": "pass", "sicher": "agree"}],
        [{"froh": "pass", "sicher": "pass"}, {"froh": "agree", "sicher": "agree"}],
        ["froh:agree", "froh:pass", "sicher:agree", "sicher:pass"],
    ],
    "ranking": [[["a", "b", "c"], ["b", "c", "a"]], [["a", "c", "b"], ["b", "a"]], ["a:1", "b:1"]],
    "budget": [
        [{"a": 10}, {"a": 2, "b": 8}],
        [{"b": 6, "a": 1}, {"a": 9, "b": 1}],
        ["a:most", "a:some", "b:most", "b:some"],
    ],
    "pairs": [
        [{"a/b": "a", "a/c": "~"}, {"a/b": "b", "a/c": "a"}],
        [{"a/b": "a", "a/c": "a"}, {"a/b": "b", "a/c": "~"}],
        ["a/b:a", "a/b:b", "a/c:a", "a/c:~"],
    ],
}


@pytest.mark.parametrize("kind", TWINS)
def test_nothing_sealed_of_several_turns_says_which_answers_belong_together(kind):
    form = judging()
    question = form.question(kind)
    assert where(form) == set()
    *families, sealed = TWINS[kind]
    for family in (*families, *(family[::-1] for family in families)):
        answers = {"kinder": 2, kind: family[0], f"{kind}~2": family[1]}
        assert seal(form, Response("de", answers)).answers == {"kinder": 2, kind: sealed}
    assert repetition.count(question, sealed) == sealed
    once = seal(form, Response("de", {"kinder": 3, kind: families[0][0], f"{kind}~3": families[0][0]})).answers[kind]
    assert set(once) < set(sealed)


def test_of_several_turns_a_row_for_each_thing_says_for_how_many_people_it_is_true_and_nothing_has_a_mean():
    form = judging()
    sent = {
        "kinder": ["2"],
        "matrix.weg": ["gut"],
        "matrix~2.weg": ["nie"],
        "matrix~2.essen": ["na"],
        "statements.froh": ["agree"],
        "ranking.a": ["1"],
        "ranking.b": ["2"],
        "ranking~2.:aside": ["na"],
        "budget.a": ["3"],
        "budget~2.b": ["10"],
        "pairs.a/b": ["b"],
        "pairs~2.b/c": ["~"],
    }
    answers, problems, _ = read(form, Sent(sent), "de")
    kept = seal(form, Response("de", answers))
    assert problems == {}
    assert kept.answers["matrix"] == ["essen:na", "weg:gut", "weg:nie"]
    assert kept.answers["ranking"] == ["a:1", "na"]
    people = [Kept(str(i), 1, {"language": ["de"]}, kept.answers) for i in range(60)]
    people += [Kept("before it was repeated", 1, {"language": ["de"]}, {"matrix": {"weg": "gut"}, "ranking": ["b"]})]
    cube = Cube.build(form, people, b"k" * 32, PROFILES["live"])
    for question in form.questions[1:]:
        counts = cube.published(question.id)
        tally = repetition.tally(question, counts)
        assert (tally.shape, tally.several, tally.mean) == ("bars", True, None)
        assert [row.base for row in tally.rows] == [counts.answered] * len(repetition.cells(question))
        assert {row.mean for row in tally.rows} == {None}
        true = {cell for cell in repetition.cells(question) if counts[cell] > 40}
        assert true == set(kept.answers[question.id])
        assert sum(row.counts[0] > 40 for row in tally.rows) == len(true)
        assert message(tally).message.startswith("Most often")
    assert cube.published("ranking").answered <= 60 + PROFILES["live"].most


def test_open_data_says_what_is_true_at_least_once_in_a_line_of_its_own_without_a_value():
    form = judging()
    for question in form.questions[1:]:
        meant = meanings(form, question)
        assert [each.row for each in meant] == [each.cell for each in meant] == list(repetition.cells(question))
        assert {(each.column, each.value) for each in meant} == {("", None)}
        assert len({str(each.row_label) for each in meant}) == len(meant)
        assert {each.role for each in meant} == {"answer", "remainder"}


def test_no_opinion_about_a_child_is_not_what_results_say_first():
    matrix = judging().question("matrix")
    counts = Counts(40, {"weg:wn": 38, "weg:na": 37, "weg:gut": 21})
    tally = repetition.tally(matrix, counts)
    assert [row.counts[0] for row in tally.rows if row.last] == [38, 37, 0, 0]
    assert message(tally).gaps["first"].gaps["answer"].words["de"] == "gut"


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"repeat": "wish"}, "pages.two.repeat"),
        ({"each": {}}, "pages.two.each"),
        ({"exit": True, "show_if": {"answered": "kinder"}}, "pages.two.repeat"),
        ({"block": "b"}, "pages.two.repeat"),
        ({"questions": [single("kita", "ja", "nein", dimension=True)]}, "pages.two.questions.kita.dimension"),
    ],
)
def test_a_repetition_that_cannot_work_blocks_publishing(more, place):
    assert place in where(children(**more))


def test_what_was_asked_of_each_cannot_be_asked_for_by_a_later_rule():
    form = children()
    pages = [*dump(form)["pages"][:3], page("end", long_text("wish", show_if={"answered": "alter"}))]
    assert where(questionnaire(*pages)) == {"pages.end.questions.wish.show_if"}


def test_an_invented_person_answers_for_each_child():
    form = children()
    found = [respondent(form, Random(seed), "de", World({"de": 1.0})) for seed in range(40)]
    assert any("alter~2" in answers for answers in found)
    assert all("alter~2" not in answers for answers in found if answers.get("kinder", 0) < 2)


def test_invented_people_judge_order_and_share_out_for_each_child():
    tried = rehearse(judging(), ["de"], 60, 1)
    assert (tried.refused, tried.questions, len(tried.kept)) == ((), (), 60)
    release = dashboard(judging(), tried, ["de"], date(2026, 5, 4))
    shown = {result.question.id: result.tally for result in results(judging(), release, Filter())}
    assert all(any(row.counts[0] for row in shown[kind].rows) for kind in TWINS)

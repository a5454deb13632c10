"""How a questionnaire flows: what is asked once more, where it ends, in which order, for whom and how often."""

from app.domain.audience import asked_of_some, changed_since
from app.domain.check import check
from app.domain.questionnaire import dump, load
from app.domain.reading import step
from app.domain.sent import Sent
from tests.domain.sample import long_text, page, questionnaire, single, text


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

"""The rule builder without script: rows come and go with buttons, and nothing typed is lost."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest

from app.domain.language import LANGUAGES
from app.domain.rule import Facts, holds
from app.store import questionnaires
from tests.web.forms import Page
from tests.web.staff import ONE, SLUG, Colleague

ALTER = f"{ONE}/edit/question/alter/rule/show_if"


@pytest.fixture
def designer(app):
    return Colleague(app, "designer")


@pytest.fixture
def stored(app):
    def now(slug=SLUG):
        with app.extensions["engine"].begin() as db:
            return questionnaires.draft(db, slug).questionnaire

    return now


class Builder:
    """Someone at the builder, with a browser and no script."""

    def __init__(self, colleague, path):
        self.colleague, self.path = colleague, path
        self.page = Page(colleague.get(path))

    def press(self, button=None, **typed):
        fields = {**self.page.fields(), **typed}
        fields |= {"show_if.do": button} if button else {}
        answer = self.colleague.client.post(
            self.path, data=urlencode(fields, doseq=True), content_type="application/x-www-form-urlencoded"
        )
        if answer.status_code == 303:
            answer = self.colleague.get(answer.headers["Location"])
        self.page = Page(answer)
        return self.page

    def fill(self, row, about, operator, *answers, number=""):
        """Choose the question, have its answers shown, choose among them."""
        self.press("show", **{f"show_if.{row}.about": about})
        self.press("show", **{f"show_if.{row}.is": operator})
        more = {f"show_if.{row}.answers": list(answers)} if answers else {f"show_if.{row}.number": number}
        return self.press("show", **more)


def test_a_rule_of_two_rows_is_made_with_buttons_alone(designer, stored):
    builder = Builder(designer, ALTER)
    builder.fill(0, "her", "one-of", "land", "familie")
    builder.press("add")
    page = builder.fill(1, "@language", "none-of", "de")
    assert "This question is shown if all of this is so:" in page.text()
    page = builder.press(**{"show_if.join": "or"})
    assert "The rule is saved." in page.text()
    assert stored().question("alter").show_if == {
        "or": [
            {"any-in": [{"answer": "her"}, ["land", "familie"]]},
            {"not": {"any-in": [{"language": True}, ["de"]]}},
        ]
    }


def test_removing_the_last_row_removes_the_rule(designer, stored):
    builder = Builder(designer, ALTER)
    builder.fill(0, "her", "answered")
    builder.press()
    assert stored().question("alter").show_if == {"answered": "her"}
    builder.press("remove 0")
    builder.press()
    assert stored().question("alter").show_if is None


def test_rows_lie_in_groups(designer, stored):
    builder = Builder(designer, ALTER)
    builder.fill(0, "her", "answered")
    builder.press("group")
    builder.fill("1.0", "ort", "one-of", "nord")
    builder.fill("1.1", "ort", "one-of", "sued")
    builder.press("add 1")
    builder.fill("1.2", "wichtig", "chosen", number="2")
    builder.press()
    north, south = ({"any-in": [{"answer": "ort"}, [id]]} for id in ("nord", "sued"))
    two = {">=": [{"count": {"answer": "wichtig"}}, 2]}
    assert stored().question("alter").show_if == {"and": [{"answered": "her"}, {"or": [north, south, two]}]}


def test_an_unfinished_row_is_pointed_at_and_nothing_typed_is_lost(designer, stored):
    builder = Builder(designer, ALTER)
    builder.fill(0, "her", "one-of", "land")
    builder.press("add")
    builder.press("show", **{"show_if.1.about": "ort"})
    page = builder.press()
    assert page.status == 422
    assert "Choose at least one answer for this condition" in page.text()
    assert page.fields()["show_if.0.answers"] == ["land"]
    assert page.fields()["show_if.1.about"] == ["ort"]
    assert stored().question("alter").show_if is None


def test_the_form_of_a_question_says_its_rule_and_leads_to_it(designer, app):
    _give(app, {"==": [{"answer": "her"}, "land"]})
    page = Page(designer.get(f"{ONE}/edit/question/alter?lang=en"))
    assert "was answered with “I come from another country" in page.text()
    assert page.soup.select_one(f"a[href^='{ALTER}']")


def test_only_earlier_questions_are_offered(designer):
    for path, offered in (
        (f"{ONE}/edit/question/gefuehl/rule/show_if", {"ort", "her"}),
        (f"{ONE}/edit/question/gefuehl/rule/valid_if", {"ort", "her", "gefuehl"}),
        (f"{ONE}/edit/page/schwer/rule/show_if", {"ort", "her", "gefuehl", "wichtig"}),
    ):
        soup = Page(designer.get(path)).soup
        assert {each["value"] for each in soup.select("select option")} == {"", "@language", *offered}, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_builder_opens_in_every_language(designer, language):
    assert designer.get(f"{ALTER}?lang={language}").status_code == 200


def test_a_rule_without_rows_of_its_own_stays_through_the_form(designer, app, stored):
    rule = {"and": [{"!=": [{"answer": "her"}, "ka"]}, {"==": [{"answer": "her"}, "land"]}]}
    _give(app, rule)
    builder = Builder(designer, ALTER)
    assert "It stays as it is until you remove it." in builder.page.text()
    builder.press()
    assert stored().question("alter").show_if == rule
    builder.press("add")
    builder.fill(2, "ort", "answered")
    builder.press()
    assert stored().question("alter").show_if["and"][0] == rule["and"][0]


UNUSUAL = [
    {"==": [{"answer": "her"}, "land"]},
    {"in": ["land", {"answer": "her"}]},
    {"in": [{"answer": "wichtig"}, ["land", "x"]]},
    {"not": {"in": [{"language": True}, ["de", "tr"]]}},
    {"or": [{"and": [{"answered": "her"}, {"or": [{"answered": "ort"}, {"not": {"and": []}}]}]}, {"answered": "ort"}]},
    {"any-in": [{"answer": "her"}, ["gone", "<b>"]]},
    {">": [{"sum": ["her", "ort"]}, 2]},
    {"not": {"not": {"answered": "her"}}},
]


def test_every_rule_survives_the_form_unchanged_as_long_as_nobody_changes_it(designer, app, stored):
    for rule in UNUSUAL:
        _give(app, rule)
        page = Builder(designer, ALTER).press()
        assert page.status == 200
        assert stored().question("alter").show_if == rule


def _give(app, rule):
    with app.extensions["engine"].begin() as db:
        draft = questionnaires.draft(db, SLUG)
        changed = draft.questionnaire.with_question(replace(draft.questionnaire.question("alter"), show_if=rule))
        questionnaires.save(db, SLUG, changed, draft.revision)


@pytest.mark.parametrize(
    "fields",
    [
        {"show_if.size": "99999999999"},
        {"show_if.size": "1", "show_if.0.kept": "{"},
        {"show_if.size": "1", "show_if.0.kept": '{"spell": 1}'},
        {"show_if.size": "1", "show_if.0.kept": "[" * 5000},
        {"show_if.size": "1", "show_if.0.about": "<b>\x00", "show_if.0.is": "x"},
        {"show_if.size": "1", "show_if.0.about": "her", "show_if.0.is": "one-of", "show_if.0.answers": "<b>\u202e"},
        {"show_if.was": "{", "show_if.size": "0"},
        {"show_if.do": "remove 9.9", "show_if.size": "1"},
        {"show_if.do": "jump", "show_if.size": "1"},
    ],
)
def test_a_form_nobody_filled_in_is_no_trouble(designer, stored, fields):
    builder = Builder(designer, ALTER)
    seen = {name: builder.page.fields()[name] for name in ("csrf_token", "revision")}
    for path in (ALTER, f"{ALTER}/part?prefix=show_if"):
        answer = designer.post(path, {**seen, **fields})
        assert answer.status_code in (200, 303, 400, 422), path
        assert "<b>" not in answer.text
    assert holds(stored().question("alter").show_if, Facts({"her": "land"})) in (True, False)


def test_the_part_for_script_is_the_same_builder_and_keeps_nothing(designer, stored):
    builder = Builder(designer, ALTER)
    fields = builder.page.fields() | {"show_if.0.about": ["her"], "show_if.do": ["show"]}
    before = stored()
    answer = designer.post(f"{ALTER}/part?prefix=show_if", fields)
    assert 'value="familie"' in answer.text
    assert "<html" not in answer.text
    assert stored() == before
    assert designer.post(f"{ALTER}/part?prefix=../x", fields).status_code == 400

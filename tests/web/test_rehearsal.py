"""Trying a draft with invented people: nothing is stored, what they met is told, the dashboard says it is invented."""

from dataclasses import replace

from app.domain.question import build
from app.domain.questionnaire import Page
from app.domain.questions import KINDS
from app.domain.text import Text
from app.store import questionnaires, releases, responses
from tests.web.staff import ONE, SLUG, Colleague

REHEARSAL = f"{ONE}/rehearsal"


def change(app, make):
    with app.extensions["engine"].begin() as db:
        draft = questionnaires.draft(db, SLUG)
        questionnaires.save(db, SLUG, make(draft.questionnaire), draft.revision)


def test_invented_people_answer_in_every_language_and_nothing_is_kept(app):
    council = Colleague(app, "council")
    page = council.get(f"{REHEARSAL}?people=10")
    assert "120 invented people answered" in page.text
    assert "Nothing: every page was reached" in page.text
    with app.extensions["engine"].connect() as db:
        assert responses.waiting(db, SLUG) == 0
        assert releases.latest(db, SLUG) is None


def test_missing_words_and_pages_nobody_reaches_are_told_with_the_way_there(app):
    def make(questionnaire):
        asks = build(KINDS["long_text"], {"id": "neu", "title": {"de-simple": "Wo ist {her}?"}}, "q")
        never = {"==": [{"answer": "her"}, "niemand"]}
        more = (
            Page("mehr", Text({"de-simple": "Mehr"}), questions=(asks,)),
            Page("nie", Text({"de-simple": "Nie"}), show_if=never),
        )
        return replace(questionnaire, pages=(*questionnaire.pages, *more))

    change(app, make)
    designer = Colleague(app, "designer")
    text = designer.get(f"{REHEARSAL}?people=50&language=ar").text
    assert "Missing words: Arabisch" in text
    assert "texts/ar?text=pages.mehr.questions.neu.title" in text.replace("&amp;", "&")
    assert "Words with an empty gap" in text
    assert "Nie" in text.split("Pages nobody reached")[1]


def test_a_crowd_is_no_larger_than_one_waits_for_and_no_stranger_than_the_draft(app):
    council = Colleague(app, "council")
    assert "would take too long" in council.get(f"{REHEARSAL}?people=2000").text
    assert council.get(f"{REHEARSAL}?people=-5&language=de&seed=x").status_code == 200
    assert council.get(f"{REHEARSAL}?language=tlh").status_code == 404


def test_the_dashboard_of_invented_people_is_marked_and_can_be_filtered(app):
    council = Colleague(app, "council")
    page = council.get(f"{REHEARSAL}/results?people=200&language=de")
    assert "Simulated: these answers are invented." in page.text
    assert page.text.count('class="plot"') >= 5
    one = council.get(f"{REHEARSAL}/results?people=200&language=de&by=her&group=hier")
    assert "You see only this group" in one.text
    assert "There are not enough answers yet" in council.get(f"{REHEARSAL}/results?people=10&language=de").text


def test_a_draft_without_questions_is_no_accident(app):
    change(app, lambda questionnaire: replace(questionnaire, pages=()))
    council = Colleague(app, "council")
    assert "No page at all" in council.get(REHEARSAL).text
    assert council.get(f"{REHEARSAL}/results").status_code == 200

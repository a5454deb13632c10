"""The trial of a draft: staff ask for it, the job runner carries it out, the page says what was found."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.domain.attacks.measured import RISKS
from app.domain.profile import PROFILES
from app.store import questionnaires, tables, trials
from app.web import trials as runner
from app.web.design.protection import NAMES, RISK_AT
from tests.web.staff import LIST, ONE, SLUG, Colleague, revision_of

PAGE = f"{ONE}/protection"


@pytest.fixture
def designer(app):
    return Colleague(app, "designer")


SIZES = (60, 80, 100)  # seconds instead of minutes


def go_on(app, sizes=SIZES):
    return runner.go_on(app.extensions["engine"], sizes)


def ask(colleague):
    return colleague.post(f"{PAGE}/trial", {"revision": revision_of(colleague.get(PAGE))})


def run_all(app, sizes=SIZES):
    return sum(go_on(app, sizes) for _ in range(5))


def run_one(app):
    assert run_all(app, SIZES[:1]) == 1


def stored(app):
    with app.extensions["engine"].begin() as db:
        return trials.of(db, SLUG)


def change(app, by=lambda questionnaire: replace(questionnaire, minutes=questionnaire.minutes + 1)):
    with app.extensions["engine"].begin() as db:
        draft = questionnaires.draft(db, SLUG)
        questionnaires.save(db, SLUG, by(draft.questionnaire), draft.revision)


def test_a_trial_waits_runs_crowd_by_crowd_and_is_done(app, designer):
    assert "Begin the trial" in designer.get(PAGE).text
    assert ask(designer).status_code == 303
    assert stored(app).state == "waiting"
    waiting = designer.get(PAGE).text
    assert "0 of 3 parts are done" in waiting
    assert "Look again" in waiting
    assert "Begin the trial" not in waiting
    assert go_on(app)
    assert stored(app).state == "running"
    assert "1 of 3 parts are done" in designer.get(PAGE).text
    assert run_all(app) == 2
    assert stored(app).state == "done"
    assert [part["people"] for part in stored(app).parts] == [60, 80, 100]


def test_the_page_says_what_was_found_and_that_the_attacks_can_see(app, designer):
    ask(designer)
    run_all(app)
    page = designer.get(PAGE).text
    assert page.count("found no answer of any person for certain: 0 of") == 3
    assert "of 100 answers." in page
    assert "With 100 people" in page
    assert "Too few people, so not shown:" in page
    assert "under way" not in page
    assert "Try again" in page


def test_without_anything_asked_for_there_is_nothing_to_do(app):
    assert not go_on(app)


def test_a_changed_draft_marks_its_trial_as_outdated_and_stops_one_under_way(app, designer):
    ask(designer)
    go_on(app)
    change(app)
    assert "The draft has changed since." in designer.get(PAGE).text
    run_all(app)
    assert stored(app).state == "failed"
    ask(designer)
    assert stored(app).state == "waiting"
    assert stored(app).parts == ()
    assert "The draft has changed since." not in designer.get(PAGE).text


def test_a_trial_of_an_older_draft_does_not_write_over_the_new_one(app, designer):
    ask(designer)
    old = stored(app)
    change(app)
    ask(designer)
    with app.extensions["engine"].begin() as db:
        trials.keep(db, replace(old, state="done", parts=({"people": 1},)))
    assert stored(app).state == "waiting"
    assert stored(app).parts == ()


def test_a_trial_that_cannot_be_carried_out_fails_with_a_sentence(app, designer):
    ask(designer)
    assert runner.go_on(app.extensions["engine"], (-1,))
    assert stored(app).state == "failed"
    assert "The trial could not be finished." in designer.get(PAGE).text


def with_part(app, **found):
    """As if the trial of the draft as it is now had found this."""
    with app.extensions["engine"].begin() as db:
        now = trials.of(db, SLUG)
        part = {**now.parts[0], **found}
        db.execute(tables.trials.update().values(report={"parts": [part]}, state="done"))


@pytest.mark.parametrize(
    ("found", "published"),
    [({}, True), ({"certain": 0.01}, False), ({"compared": 0.01}, False), ({"computable": 2}, False)],
)
def test_nothing_keeps_a_draft_from_being_published_but_a_certain_answer(app, designer, found, published):
    change(app)
    ask(designer)
    run_one(app)
    with_part(app, **found)
    answer = designer.post(f"{ONE}/publish", {"revision": revision_of(designer.get(ONE))})
    assert answer.status_code == (303 if published else 422)
    assert ("The trial found answers of single people." in answer.text) is not published
    assert ("for certain. This questionnaire must not be published" in designer.get(PAGE).text) is not published


def test_what_an_older_draft_gave_away_keeps_nothing_back(app, designer):
    ask(designer)
    run_one(app)
    with_part(app, certain=0.01)
    change(app)
    assert designer.post(f"{ONE}/publish", {"revision": revision_of(designer.get(ONE))}).status_code == 303


def test_invented_answers_stay_out_of_everything_else(app, designer):
    ask(designer)
    run_one(app)
    with app.extensions["engine"].begin() as db:
        for table in (tables.inbox, tables.responses, tables.releases):
            assert db.execute(select(table)).first() is None, table.name


def test_the_profile_is_chosen_beside_its_measured_risk(app, designer):
    page = designer.get(PAGE).text
    for name in PROFILES:
        right, stranger, _ = RISKS[name][RISK_AT]
        assert f"Guessed right: {round(100 * right)} of 100" in page
        assert f"{round(100 * stranger)} of 100. Known for certain: none" in page
    sent = {"revision": revision_of(designer.get(PAGE)), "profile": "sensibel"}
    assert designer.post(f"{PAGE}/profile", sent).status_code == 303
    with app.extensions["engine"].begin() as db:
        assert questionnaires.draft(db, SLUG).questionnaire.profile == "sensibel"
    assert designer.post(f"{PAGE}/profile", sent).status_code == 409
    assert designer.post(f"{PAGE}/profile", {**sent, "profile": "careless"}).status_code == 400


def test_every_profile_has_a_name_and_a_measured_risk():
    assert set(NAMES) == set(RISKS) == set(PROFILES)
    assert all(RISK_AT in sizes for sizes in RISKS.values())


def test_there_is_a_way_to_the_page_and_none_for_what_is_not_there(designer):
    assert PAGE in designer.get(ONE).text
    assert designer.get(f"{LIST}/nothing/protection").status_code == 404


def test_those_who_only_read_see_what_was_found_and_no_buttons(app):
    page = Colleague(app, "council").get(PAGE).text
    assert "Begin the trial" not in page
    assert "How answers are protected" in page

"""Two people at one question: whoever saves second loses nothing, whatever the first has done meanwhile."""

import pytest

from app.domain.text import fingerprint
from app.store import questionnaires, staff
from app.web import clock
from app.web.access import TOKEN
from tests.web.forms import Page
from tests.web.staff import LIST, ONE, SLUG, Colleague

PATH = f"{ONE}/edit/question/her"
AS_JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def two(app):
    return Colleague(app, "designer"), Colleague(app, "admin")


@pytest.fixture
def question(app):
    def now(id="her"):
        with app.extensions["engine"].begin() as db:
            return questionnaires.draft(db, SLUG).questionnaire.question(id)

    return now


def opened(colleague, path=f"{PATH}?target=ar"):
    """Every field of the form as a browser would send it."""
    page = Page(colleague.get(path))
    form = page.soup.select_one("form[data-autosave]")
    page.soup = form.wrap(page.soup.new_tag("main"))
    return {name: values[0] for name, values in page.fields().items()}


def save(colleague, form, changes, **given):
    return colleague.post(f"{PATH}?target=ar", {**form, **changes}, **given)


def test_two_people_at_different_fields_keep_both(two, question):
    (one, form), (other, same) = ((each, opened(each)) for each in two)
    assert save(one, form, {"f.title.de-simple": "Woher sind Sie?"}).status_code == 303
    assert save(other, same, {"f.options.land.label.ar": "من بلد بعيد", "f.required": "yes"}).status_code == 303
    now = question()
    assert now.title.words["de-simple"] == "Woher sind Sie?"
    assert now.options[0].label.words["ar"] == "من بلد بعيد"
    assert now.options[0].label.marks["ar"].who == other.person.name
    assert now.required


def test_the_second_at_one_field_sees_both_texts_and_all_else_is_saved(two, question):
    (one, form), (other, same) = ((each, opened(each)) for each in two)
    save(one, form, {"f.title.de-simple": "Erste Fassung"})
    answer = save(other, same, {"f.title.de-simple": "Zweite Fassung", "f.help.de-simple": "Neue Hilfe"})
    assert answer.status_code == 409
    assert "Erste Fassung" in answer.text
    assert "Zweite Fassung" in answer.text
    assert one.person.name in answer.text
    assert question().title.words["de-simple"] == "Erste Fassung"
    assert question().help.words["de-simple"] == "Neue Hilfe"


@pytest.mark.parametrize(("choice", "stays"), [("mine", "Zweite Fassung"), ("theirs", "Erste Fassung")])
def test_the_second_chooses_which_words_stay(two, question, choice, stays):
    (one, form), (other, same) = ((each, opened(each)) for each in two)
    save(one, form, {"f.title.de-simple": "Erste Fassung"})
    save(other, same, {"f.title.de-simple": "Zweite Fassung"})
    chosen = {"f.title.de-simple": "Zweite Fassung", "was.title.de-simple": fingerprint("Erste Fassung")}
    assert save(other, same, {**chosen, "take.title.de-simple": choice}).status_code == 303
    assert question().title.words["de-simple"] == stays


def test_a_field_saved_by_a_script_is_told_what_the_other_wrote(two):
    (one, form), (other, same) = ((each, opened(each)) for each in two)
    save(one, form, {"f.title.de-simple": "Erste Fassung"})
    field = {"was.title.de-simple": same["was.title.de-simple"], "f.title.de-simple": "Zweite Fassung"}
    told = other.post(f"{PATH}?target=ar", field, **AS_JSON)
    assert told.status_code == 409
    assert told.json["conflicts"]["title.de-simple"] == {
        "theirs": "Erste Fassung",
        "was": fingerprint("Erste Fassung"),
        "who": one.person.name,
    }


def test_a_new_original_makes_its_translation_outdated_in_the_same_answer(two):
    one, _ = two
    form = opened(one)
    told = save(one, {}, {"was.title.de-simple": form["was.title.de-simple"], "f.title.de-simple": "Neu?"}, **AS_JSON)
    assert told.status_code == 200
    assert told.json["states"]["title.ar"][0] == "outdated"
    assert told.json["was"]["title.de-simple"] == fingerprint("Neu?")


def test_words_for_a_question_that_was_deleted_come_back(two, question):
    (one, _), (other, same) = ((each, opened(each)) for each in two)
    assert one.post(f"{ONE}/edit", {"do": "question-delete:her"}).status_code == 303
    answer = save(other, same, {"f.title.de-simple": "Mühsam getippt"})
    assert answer.status_code == 410
    assert "Mühsam getippt" in answer.text
    assert question() is None


def test_words_for_an_answer_that_was_deleted_come_back_and_the_rest_is_saved(two, question):
    (one, form), (other, same) = ((each, opened(each)) for each in two)
    save(one, form, {"do": "item-delete:her:options:hier"})
    answer = save(other, same, {"f.options.hier.label.de-simple": "Von nebenan", "f.help.de-simple": "Hilfe"})
    assert answer.status_code == 422
    assert "Von nebenan" in answer.text
    assert question().help.words["de-simple"] == "Hilfe"


def test_words_sent_after_the_session_ended_come_back_and_can_be_saved(app, two, question):
    one, _ = two
    form = opened(one)
    with app.extensions["engine"].begin() as db:
        staff.end_sessions(db, one.person.id)
    answer = save(one, form, {"f.title.de-simple": "Lange überlegt"})
    assert answer.status_code == 401
    assert "Lange überlegt" in answer.text
    again = Colleague(app)
    again.client, fresh = one.client, "a new session"
    with app.extensions["engine"].begin() as db:
        staff.begin_session(db, fresh, one.person.id, clock.now(), clock.now().replace(year=2099))
    with one.client.session_transaction("/staff/") as session:
        session.clear()
        session[TOKEN] = fresh
    hidden = Page(answer).soup.select("main form input[type=hidden]")
    old_token = one.client.post(PATH, data={each["name"]: each["value"] for each in hidden})
    assert old_token.status_code == 400
    assert "Lange überlegt" in old_token.text
    hidden = Page(old_token).soup.select("main form input[type=hidden]")
    assert one.client.post(PATH, data={each["name"]: each["value"] for each in hidden}).status_code == 303
    assert question().title.words["de-simple"] == "Lange überlegt"
    assert one.get(LIST).status_code == 200


def test_a_text_that_is_too_long_and_a_number_that_is_none_stay_in_their_fields(two, question):
    one, _ = two
    path = f"{ONE}/edit/question/wichtig"
    form = opened(one, path)
    sent = {**form, "f.title.de-simple": "x" * 6000, "f.most": "viele", "f.help.de-simple": "Gut"}
    answer = one.post(path, sent)
    assert answer.status_code == 422
    assert "x" * 6000 in answer.text
    assert 'value="viele"' in answer.text
    assert question("wichtig").help.words["de-simple"] == "Gut"


def test_words_whose_answer_never_came_are_no_one_elses(two, question):
    """A connection that was cut after the words were stored: the same author writes on, and is asked nothing."""
    one, _ = two
    was = {"was.title.uk": fingerprint(question().title.words["uk"])}
    assert one.post(PATH, {"f.title.uk": "Слово 1", **was}).status_code == 303
    onward = {"f.title.uk": "Слово 2", **was}
    assert one.post(PATH, onward).status_code == 409
    assert one.post(PATH, {**onward, "sent.title.uk": ["Слово 0", "Слово 1"]}).status_code == 303
    assert question().title.words["uk"] == "Слово 2"

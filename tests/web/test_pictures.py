"""Answers with pictures: brought in by staff, seen by those who answer."""

import io
import re
from pathlib import Path

from app.domain.picture import DRAWINGS
from app.store import questionnaires
from tests.domain.test_picture import SECRET, chunk, png
from tests.web.staff import ONE, SLUG, Colleague

PAGE = f"{ONE}/pictures"


def revision(staff):
    return re.search(r'name="revision" value="(\d+)"', staff.get(PAGE).text)[1]


def send(staff, do, **more):
    return staff.post(PAGE, {"revision": revision(staff), "do": do, **more}, follow_redirects=False)


def add(staff, data, name="Rathaus"):
    return send(staff, "add", file=(io.BytesIO(data), "foto.png"), name=name)


def draft(app):
    with app.extensions["engine"].begin() as db:
        return questionnaires.draft(db, SLUG).questionnaire


def first_single(app):
    return next(question for question in draft(app).questions if question.kind == "single")


def test_a_picture_is_brought_in_given_to_an_answer_shown_and_taken_away(app):
    staff = Colleague(app, "designer")
    question = first_single(app)
    option = question.options[0].id
    assert add(staff, png(more=chunk(b"eXIf", SECRET))).status_code == 303
    assert send(staff, "give", **{f"{question.id}.{option}": "rathaus"}).status_code == 303
    assert first_single(app).options[0].picture == "rathaus"
    page = draft(app).page_of(question.id).id
    seen = staff.client.post(f"{ONE}/try", data={"_go": f"to:{page}"}).text
    assert f'<img src="/staff/questionnaires/{SLUG}/pictures/rathaus' in seen
    file = staff.get(f"{PAGE}/rathaus")
    assert (file.content_type, SECRET in file.data) == ("image/png", False)
    assert staff.get(f"{PAGE}/gone").status_code == 404
    assert "alt" in str(staff.get(ONE).text)
    assert send(staff, "remove:rathaus").status_code == 303
    assert (first_single(app).options[0].picture, dict(draft(app).pictures)) == ("", {})


def test_what_is_no_picture_is_refused_and_nothing_changes(app):
    staff = Colleague(app, "designer")
    for data in (b"<svg onload=alert(1)>", b"", png(8, 8), b"x" * 400_000):
        answer = add(staff, data)
        assert answer.status_code == 422
        assert 'id="errors"' in answer.text
    assert dict(draft(app).pictures) == {}
    assert (
        send(staff, "give", **{f"{first_single(app).id}.{first_single(app).options[0].id}": "../x"}).status_code == 303
    )
    assert first_single(app).options[0].picture == ""


def test_two_files_of_one_name_are_two_pictures(app):
    staff = Colleague(app, "designer")
    assert [add(staff, png()).status_code, add(staff, png(80, 80)).status_code] == [303, 303]
    assert list(draft(app).pictures) == ["rathaus", "rathaus2"]


def test_a_published_picture_is_a_file_nothing_in_it_can_run_and_browsers_keep(app):
    staff, visitor = Colleague(app, "designer"), app.test_client()
    add(staff, png())
    assert visitor.get(f"/s/{SLUG}/pictures/1/rathaus").status_code == 404
    with app.extensions["engine"].begin() as db:
        number = questionnaires.publish(
            db, questionnaires.draft(db, SLUG), questionnaires.published(db, SLUG).published
        )
    number = 2 if number is None else number
    answer = visitor.get(f"/s/{SLUG}/pictures/{number}/rathaus")
    assert (answer.status_code, answer.content_type, answer.data) == (200, "image/png", png())
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "immutable" in answer.headers["Cache-Control"]
    assert visitor.get(f"/s/{SLUG}/pictures/99999999/rathaus").status_code == 404


def test_every_drawing_of_ours_is_drawn():
    icons = (Path(__file__).parents[2] / "app" / "web" / "icons.html").read_text()
    assert all(f'"{name}": "M' in icons or f'"{name}": "m' in icons for name in DRAWINGS)

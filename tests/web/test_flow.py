"""How a questionnaire flows, as a browser without script sees it."""

import json

import pytest
from sqlalchemy import select

from app.config import PROJECT
from app.domain.check import check
from app.domain.language import LANGUAGES
from app.domain.questionnaire import load
from app.domain.questions import KINDS
from app.domain.release import Release, sha256
from app.store import questionnaires, releases, tables
from app.web.clock import now, today
from tests.domain.sample import page, questionnaire, single, text
from tests.domain.test_flow import EACH, calculated, number
from tests.web.forms import Visitor
from tests.web.staff import LIST, Colleague

NO = {"==": [{"answer": "role"}, "no"]}
OTHER = {"id": "other", "when": {"==": [{"answer": "role"}, "other"]}, "title": text("Wie geht es ihm?")}


def form():
    quota = {"id": "enough", "question": "role", "answer": "other", "most": 30, "title": text("Danke, genug")}
    return questionnaire(
        page("one", single("role", "me", "other", "no", soft=True)),
        page("stop", title=text("Schade"), words=text("Danke für Ihre Zeit"), exit=True, show_if=NO),
        page("two", number("kinder"), calculated("alle", "{kinder} + 1")),
        page("each", number("alter"), single("kita", "ja", "nein"), repeat="kinder", each=EACH),
        page("three", single("feels", "good", "bad", variants=[OTHER]), title=text("Zu {alle} Personen", "{alle} نعم")),
        slug="flow",
        quotas=[{**quota, "words": text("Es haben schon viele geantwortet")}],
    )


@pytest.fixture
def visitor(app, client):
    with app.extensions["engine"].begin() as db:
        questionnaires.add(db, form())
        questionnaires.publish(db, questionnaires.draft(db, "flow"), today())
    found = Visitor(client, "flow")
    found.press("begin")
    return found


def stored(app):
    with app.extensions["engine"].begin() as db:
        return [row.answers for row in db.execute(select(tables.inbox)).all() if row.slug == "flow"]


def test_what_may_be_skipped_is_asked_once_more(visitor):
    again = visitor.press("next")
    assert again.status == 200
    assert again.asked() == ["role"]
    assert again.soup.select_one("[role=status][autofocus]")
    assert visitor.press("next").asked() == ["kinder"]


def test_whoever_comes_to_an_end_may_send_what_was_answered(app, visitor):
    end = visitor.press("next", role="no")
    assert "Danke für Ihre Zeit" in end.text()
    assert "role" in visitor.press("next").text()
    visitor.press("send")
    assert stored(app) == [{"role": "no"}]


def test_a_group_is_asked_for_each_and_a_calculated_number_is_said_but_not_kept(app, visitor):
    visitor.press("next", role="other")
    first = visitor.press("next", kinder="2")
    assert "Kind 1" in first.text()
    assert first.asked() == ["alter", "kita"]
    second = visitor.press("next", alter="3", kita="ja")
    assert "Kind 2" in second.text()
    assert second.asked() == ["alter~2", "kita~2"]
    third = visitor.press("next", **{"alter~2": "7", "kita~2": "nein"})
    assert third.soup.select_one("h1").text == "Zu 3 Personen"
    assert "Wie geht es ihm?" in third.text()
    assert "Kind 2" in visitor.press("next", feels="good").text()
    assert visitor.press("back").fields()["alter~2"] == ["7"]
    visitor.press("next")
    visitor.press("send")
    (kept,) = stored(app)
    assert kept == {
        "role": "other", "kinder": 2, "alter": 3, "kita": "ja", "alter~2": 7, "kita~2": "nein", "feels": "good"
    }  # fmt: skip


def test_a_path_closes_by_a_release_and_not_under_the_hands_of_someone_who_answers(app, client, visitor):
    document = {"number": 1, "tables": {"": {"role": {"answered": 90, "cells": {"other": 40}}}}, "previous": ""}
    with app.extensions["engine"].begin() as db:
        releases.add(db, "flow", Release(document, sha256(document)), now())
    assert visitor.press("next", role="other").asked() == ["kinder"]  # begun before
    late = Visitor(client, "flow")
    late.press("begin")
    end = late.press("next", role="other")
    assert "Es haben schon viele geantwortet" in end.text()
    late.press("next")
    late.press("send")
    assert stored(app) == [{"role": "other"}]


def tour(name):
    file = PROJECT / "examples" / "fragearten" / f"{name}.json"
    return load(json.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", ["ablauf", "fragearten"])
def test_both_tours_are_told_in_every_language(name):
    assert [str(problem) for problem in check(tour(name))] == []
    assert set(tour(name).languages) == set(LANGUAGES)


def test_the_tours_show_each_kind_and_each_way():
    ways = tour("ablauf")
    assert [len(ways.quotas), len(ways.repeated), sum(page.exit for page in ways.pages)] == [1, 2, 1]
    assert {asked.kind for asked in (*ways.questions, *tour("fragearten").questions)} >= set(KINDS) - {"postcode"}


STAFF = ["edit", "edit/page/each", "edit/page/stop", "edit/question/feels", "edit/question/alle", "edit/texts",
         "checks", "preview", "translate", "rehearsal", "download", ""]  # fmt: skip


@pytest.mark.parametrize("path", STAFF)
def test_staff_can_open_every_page_about_it(app, path):
    with app.extensions["engine"].begin() as db:
        questionnaires.add(db, form())
    answer = Colleague(app, "designer").get(f"{LIST}/flow/{path}".rstrip("/"), follow_redirects=True)
    assert answer.status_code == 200

"""Pages from memory: the same as made anew, whoever came before, and nothing of anyone in the memory."""

import re
from random import Random

import pytest

from app.domain.language import LANGUAGES
from app.web.blanks import HOLE, Blanks, filled
from tests.web.forms import Visitor

CANARY = "Kanarienvogel"
SLUGS = ["gut-leben", "integrationskonzept"]


def wander(visitor, chance, steps, seen):
    """Someone who fills in whatever they meet and goes on, back, elsewhere, or leaves out what must be answered."""
    visitor.press("begin")
    for _ in range(steps):
        if visitor.page.form is None or not visitor.page.form.select("button"):
            return
        ways = [button["value"] for button in visitor.page.soup.select("button[name=_go]")]
        go = chance.choice([*["next"] * 6, *(way for way in ways if way not in ("send", "reset"))])
        fields = visitor.page.fields() | (written(visitor.page, chance) if chance.random() < 0.8 else {})
        visitor.post(fields | {"_go": go})
        seen(fields | {"_go": go}, visitor.page.response)


def written(page, chance):
    found = {}
    for control in page.form.select("input[type=radio], input[type=checkbox], textarea, select"):
        name = control["name"]
        if control.name == "textarea":
            found[name] = [f"{CANARY} {chance.random()}"]
        elif control.name == "select":
            found[name] = [chance.choice(control.select("option")).get("value", "")]
        elif chance.random() < 0.4:
            found[name] = [control["value"]]
    return found


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_from_memory_is_the_page_made_anew(app, client, slug):
    chance = Random(7)
    for language in chance.sample(list(LANGUAGES), 4):
        visitor = Visitor(client, slug, language)

        def same(fields, answer, language=language, visitor=visitor):
            warm, app.extensions["blanks"] = app.extensions["blanks"], Blanks()
            anew = client.post(f"/s/{slug}?lang={language}", data=fields, headers=visitor.headers)
            app.extensions["blanks"] = warm
            assert (answer.status_code, answer.text) == (anew.status_code, anew.text)

        wander(visitor, chance, 14, same)
    assert len(app.extensions["blanks"]) > 20


def test_the_memory_holds_nothing_anyone_has_written_or_chosen(app, client):
    chance, forms = Random(11), []
    for _ in range(3):
        visitor = Visitor(client, "integrationskonzept", "ar")
        wander(visitor, chance, 16, lambda fields, _: forms.extend(fields["_form"]))
    kept = [piece for pieces in app.extensions["blanks"]._known.values() for piece in pieces]
    everything = "".join(kept)
    assert len(kept) > 20
    assert CANARY not in everything
    assert not any(form in everything for form in set(forms))
    assert not re.search(r"<input[^>]* checked|<option[^>]* selected", everything)


def test_what_a_sheet_brings_along_cannot_reach_the_next_one(app, client):
    first, second = Visitor(client), Visitor(client)
    for visitor in (first, second):
        visitor.press("begin")
    first.press("next", ort="01055012", her="land")
    second.press("next")
    assert "01055012" not in second.page.response.text
    assert first.page.fields()["_form"] != second.page.fields()["_form"]


def test_words_someone_writes_cannot_pose_as_a_hole(app, client):
    visitor = Visitor(client)
    visitor.press("begin")
    page = visitor.press("next", ort="01055012", her=str(HOLE), zuerst=str(HOLE))
    assert page.status in (200, 422)
    assert str(HOLE) not in page.response.text


def test_a_full_memory_begins_anew():
    blanks = Blanks(most=2)
    for number in range(5):
        assert blanks.piece(number, lambda: f"a{HOLE}b") == ("a", "b")
    assert len(blanks) == 1


def test_every_hole_is_filled():
    assert filled(("a", "b", "c"), "1", "2") == "a1b2c"
    with pytest.raises(ValueError, match="zip"):
        filled(("a", "b"), "1", "2")

"""Themes in a release: from twenty texts on, in lumps, changed a little, for everyone together only."""

from collections import Counter
from dataclasses import replace
from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import themes
from app.domain.codebook import LABELS, NOTHING, Codebook, Theme
from app.domain.profile import PROFILES
from app.domain.release import Release, sha256
from app.domain.text import Text
from app.domain.themes import Coded, Method, counted, following, missing, published, tally
from tests.domain.sample import long_text, page, questionnaire, text

ASKED = questionnaire(page("one", long_text("wish"), long_text("fear")))
KEY = b"k" * 32
PARKING = Theme("parkplaetze", Text({"de": "Parkplätze", "ar": "مواقف"}))
METHOD = Method(ASKED, Codebook((PARKING,)), PROFILES["live"], KEY)
BLOCK = METHOD.profile.block
NAMES = [*(id for id in LABELS if id != NOTHING), PARKING.id]


def texts(count, start=0, question="wish", part="", found=("wohnen",)):
    return [Coded(str(UUID(int=start + number)), question, part, found) for number in range(count)]


def released(then, number=1):
    document = {"number": number}
    return published(Release(document, sha256(document)), then)


def once_counted(coded, fresh):
    return [replace(each, counted=each.counted or each.id in fresh) for each in coded]


def enough(start=0, **more):
    """The smallest number of texts that a release shows: the changed number must be large enough, too."""
    return next(count for count in range(20, 60) if following(None, texts(count, start, **more), METHOD).fresh)


def test_nineteen_texts_are_never_shown_and_a_few_more_are():
    for start in range(0, 3000, 100):
        assert following(None, texts(19, start), METHOD) == themes.Next()
    assert 20 <= enough() < 30
    found = following(None, texts(40), METHOD)
    assert found.themes["wish"]["texts"] >= 20
    assert set(found.themes) == {"wish"}
    assert len(found.fresh) == 40


def test_further_texts_wait_until_they_are_a_block():
    first = following(None, texts(40), METHOD)
    before = released(first)
    known = once_counted(texts(40), first.fresh)
    assert following(before, known + texts(BLOCK - 1, 100), METHOD) == themes.Next(first.themes, ())
    after = following(before, known + texts(BLOCK, 100), METHOD)
    assert len(after.fresh) == BLOCK
    assert after.themes != first.themes


def test_coding_anew_changes_nothing_until_a_block_of_further_texts_comes():
    first = following(None, texts(40), METHOD)
    anew = once_counted(texts(40, found=("mobilitaet",)), first.fresh)
    assert following(released(first), anew, METHOD) == themes.Next(first.themes, ())
    assert following(released(first), [], METHOD) == themes.Next(first.themes, ())  # all coded texts opened again
    after = following(released(first), anew + texts(BLOCK, 100), METHOD)
    assert after.themes["wish"]["cells"]["wohnen"] < after.themes["wish"]["cells"]["mobilitaet"]


def test_texts_beside_several_answers_may_be_of_one_person_and_make_no_lump_together():
    half = METHOD.profile.first // 2
    assert following(None, texts(half, part="a") + texts(half + 9, 100, part="b"), METHOD) == themes.Next()
    assert following(None, texts(5, part="a") + texts(40, 100, part="b"), METHOD).fresh


def test_a_question_asked_for_each_child_has_no_themes():
    """One person may write several texts to it, so no number of texts is a number of people."""
    boxes = {"kind": "number", "id": "children", "title": text("how many?")}
    asked = questionnaire(page("one", boxes), page("two", long_text("wish"), repeat="children"))
    assert asked.repeated == {"wish"}
    assert following(None, texts(90), replace(METHOD, questionnaire=asked)) == themes.Next()


def test_what_is_no_answer_is_not_counted_and_spam_makes_no_lump():
    assert following(None, texts(90, found=(NOTHING,)), METHOD) == themes.Next()
    assert missing(texts(12) + texts(50, 100, found=(NOTHING,)), METHOD.profile) == 8
    assert missing([replace(each, counted=True) for each in texts(40)] + texts(4, 100), METHOD.profile) == BLOCK - 4


def test_an_own_theme_few_texts_have_is_not_named():
    """Its name is made from what people wrote: a name for one text would tell what that one says."""
    few = counted("wish", texts(30) + texts(4, 100, found=(PARKING.id,)), METHOD)
    some = counted("wish", texts(30) + texts(5, 100, found=(PARKING.id,)), METHOD)
    assert PARKING.id not in few["cells"]
    assert some["labels"][PARKING.id] == {"de": "Parkplätze", "ar": "مواقف"}
    assert some["labels"]["wohnen"] == {"en": "Housing"}
    assert set(few["labels"]) == set(few["cells"]) == {*LABELS} - {NOTHING}


def test_numbers_are_changed_as_all_others_are_and_always_in_the_same_way():
    true = Counter()
    for start in range(0, 20000, 100):
        found = counted("wish", texts(40, start) + texts(30, start + 40, found=("arbeit", "wohnen")), METHOD)
        assert found == counted("wish", texts(40, start) + texts(30, start + 40, found=("arbeit", "wohnen")), METHOD)
        assert not {1, 2} & set(found["cells"].values())
        assert found["cells"]["mobilitaet"] == 0
        true[found["cells"]["arbeit"] - 30] += 1
    assert max(map(abs, true)) <= METHOD.profile.most
    assert 3 < sum(change**2 * times for change, times in true.items()) / true.total() < 5
    other = counted("fear", texts(40), METHOD), counted("wish", texts(40), replace(METHOD, key=b"x" * 32))
    assert counted("wish", texts(40), METHOD)["cells"] not in [each["cells"] for each in other]


def test_a_release_tells_its_themes_by_itself_and_a_chart_is_made_of_them_alone():
    made = released(following(None, texts(30) + texts(20, 100, found=(PARKING.id, "arbeit")), METHOD))
    shown = tally(made, "wish")
    assert tally(made, "fear") is None
    assert [row.label for row in shown.rows if row.label == PARKING.label] == [PARKING.label]
    assert shown.rows[-1].last
    assert shown.answered == made.document["themes"]["wish"]["texts"]
    assert made.sha256 == sha256(made.document)
    assert "themes" not in released(themes.Next()).document


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(sorted(PROFILES)))
def test_no_change_of_fewer_than_a_lump_is_ever_visible(chance, profile):
    """Whatever people code, code anew, open again or call spam, and whenever a release is made: any two states that
    were ever published differ by at least a block of texts, so no difference is about one of them."""
    method = replace(METHOD, profile=PROFILES[profile])
    before, ever, current = None, set(), {}
    states = []  # what was published, and of which texts with which themes it was made
    for step in range(chance.randrange(5, 25)):
        before, state, ever = _a_day(chance, method, before, ever, current, step)
        if before.document.get("themes", {}).get("wish") != (states[-1][0] if states else None):
            states.append((before.document["themes"]["wish"], state))
    for place, (shown, state) in enumerate(states):
        assert min(shown["texts"], len(state)) >= method.profile.first
        for _, other in states[:place]:
            assert len(dict(state.items() ^ other.items())) >= method.profile.block


def _a_day(chance, method, before, ever, current, step):
    """Some texts are coded, coded anew or opened; then a release is made."""
    for _ in range(chance.choice((0, 1, 1, 5, 19, 40))):
        id = str(UUID(int=chance.randrange(step * 10 + 60)))
        if chance.random() < 0.1:
            current.pop(id, None)
        else:
            current[id] = (NOTHING,) if chance.random() < 0.1 else tuple(chance.sample(NAMES, chance.choice((1, 1, 2))))
    coded = [Coded(id, "wish", "", found, id in ever) for id, found in current.items()]
    then = following(before, coded, method)
    state = {id: found for id, found in current.items() if NOTHING not in found}
    return released(then, step), state, ever | set(then.fresh)


def test_without_lumps_one_recoding_is_visible():
    """The control of the test above: counted at each release, one text coded anew tells itself from the difference."""
    chance = Random(4)
    seen = 0
    for start in range(0, 5000, 100):
        coded = texts(40, start)
        anew = [replace(coded[0], themes=("arbeit",)), *coded[1:]]
        chance.shuffle(anew)
        seen += counted("wish", coded, METHOD)["cells"] != counted("wish", anew, METHOD)["cells"]
    assert seen > 40

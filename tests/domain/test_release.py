"""A release shows groups large enough, counts never exact, and the same bytes each time."""

import itertools
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from app.domain.attribution import violating
from app.domain.audience import changed_since
from app.domain.cube import Cube
from app.domain.profile import LIVE, SENSIBEL
from app.domain.questions import KINDS
from app.domain.release import Edition, release, sha256
from app.domain.response import NONE, Kept, Response, seal
from app.domain.results import Filter, chosen_filter, results
from app.domain.sent import Sent
from tests.domain.sample import long_text, options, page, questionnaire, single, text
from tests.domain.test_kinds import made as made_kind

DAY = date(2025, 7, 14)
KEY = b"k" * 32
FORM = questionnaire(
    page("one", single("her", "land", "hier", "ka", dimension=True), single("secret", "a", "b", sensitive=True)),
    page(
        "two",
        {
            "kind": "multiple",
            "id": "rolle",
            "title": text("?"),
            "options": options("x", "y"),
            "dimension": True,
        },
        long_text("wish"),
    ),
)


def people(count, language="de", epoch=1, form=FORM, **answers):
    """Sealed answers, each under a key of its own."""
    sealed = seal(form, Response(language, answers))
    return [Kept(f"key-{next(NUMBERS)}", epoch, sealed.groups, sealed.answers) for _ in range(count)]


NUMBERS = itertools.count()


def published(kept, form=FORM, before=None, number=1, groups=True, profile=LIVE, key=KEY):
    cube = Cube.build(form, kept, key, profile)
    return release(form, Edition(number, DAY, 1, groups), cube, before)


def test_no_count_is_exact_and_none_is_far_off():
    for land, hier in ((60, 40), (300, 33), (20, 1)):
        found = published(people(land, her="land") + people(hier, her="hier")).counts("", "her").cells
        assert abs(found["land"] - land) <= LIVE.most
        assert abs(found["hier"] - hier) <= LIVE.most
        assert found["ka"] == 0
        assert not {1, 2} & set(found.values())
    many = [published(people(60, her="land")).counts("", "her").cells["land"] for _ in range(40)]
    assert len(set(many)) > 3  # other people, other changes


def test_the_same_people_give_the_same_number_in_every_table_and_release():
    arabic = people(40, "ar", her="land")
    first = published(arabic + people(40, her="hier"))
    assert first.counts("language:ar", "her").cells["land"] == first.counts("", "her").cells["land"]
    later = published(arabic + people(40, her="hier") + people(30, her="hier", epoch=2), before=first, number=2)
    assert later.counts("language:ar", "her") == first.counts("language:ar", "her")


def test_another_key_gives_other_numbers():
    kept = people(60, her="land") + people(50, her="hier") + people(40, her="ka")
    one, other = (published(kept, key=key * 32).document["tables"] for key in (b"a", b"b"))
    assert one != other


def test_totals_and_one_filter_at_a_time():
    made = published(people(60, her="land") + people(45, "ar", her="hier"))
    assert set(made.document["tables"]) == {"", "language:de", "language:ar", "her:land", "her:hier"}
    assert abs(made.groups("language")["de"] - 60) <= LIVE.most
    assert made.counts("her:land", "her") is None  # within one answer to a question there is nothing to compare


def test_a_group_appears_with_twenty_people_and_grows_by_blocks():
    kept = people(60) + people(19, "ar")
    first = published(kept)
    assert first.groups("language")["ar"] is None
    kept += people(LIVE.block, "ar", epoch=2) + people(20, epoch=2)
    second = published(kept, before=first, number=2)
    assert second.blocks["language"]["ar"] == (2,)
    kept += people(LIVE.block - 1, "ar", epoch=3) + people(1, epoch=3) + people(20, epoch=3)
    third = published(kept, before=second, number=3)
    assert third.blocks["language"]["ar"] == (2,)  # one less than a block waits
    assert third.groups("language")["ar"] == second.groups("language")["ar"]


def test_nobody_waits_alone():
    """Of 70 people 5 did not say where they are from: were all others counted, those 5 would be what is left."""
    made = published(people(30, her="land") + people(35, her="hier") + people(5))
    blocks = made.blocks.get("her", {})
    assert list(blocks) == ["hier"]


def test_groups_wait_when_it_is_not_their_day():
    made = published(people(60, her="land"), groups=False)
    assert made.blocks == {}
    assert set(made.document["tables"]) == {""}


def test_under_fifty_people_there_are_no_groups():
    assert set(published(people(49, her="land")).document["tables"]) == {""}


def test_a_question_few_answered_is_withheld_although_the_group_is_large():
    made = published(people(60, her="land") + people(15, wish="written", her="hier") + people(50, "ar", her="hier"))
    assert made.counts("", "wish") is None
    assert made.counts("language:ar", "her").answered > 40


def test_a_sensitive_question_is_shown_for_everyone_together_only():
    made = published(people(30, secret="a", her="land") + people(30, "ar", secret="b", her="hier"))
    assert made.counts("", "secret").answered > 50
    assert {table for table, found in made.document["tables"].items() if "secret" in found} == {""}


def test_under_twenty_nothing_is_said_at_all():
    made = published(people(12, her="land"))
    assert made.document["tables"] == {"": {}}
    assert made.groups("language") == {"de": None, "ar": None}


def test_the_same_answers_in_another_order_give_the_same_release():
    kept = people(30, her="land") + people(25, "ar", her="hier", rolle=["x", "y"])
    shuffled = list(kept)
    Random(3).shuffle(shuffled)
    assert published(kept).sha256 == published(shuffled).sha256
    assert published(kept).sha256 != published(kept + people(1)).sha256


def test_each_release_is_bound_to_the_one_before():
    kept = people(60, her="land")
    first = published(kept)
    second = published(kept + people(20, epoch=2), before=first, number=2)
    assert second.document["previous"] == first.sha256 == sha256(first.document)
    assert [people for _, people in second.history] == [first.answers, second.answers]


def test_free_words_never_reach_a_release():
    sealed = seal(FORM, Response("de", {"wish": "Mein Name ist Ada", "her": "land"}))
    assert sealed.answers == {"wish": "written", "her": "land"}
    assert sealed.groups == {"language": ["de"], "her": ["land"], "rolle": [""]}
    assert [voice.words for voice in sealed.voices] == ["Mein Name ist Ada"]


def test_an_answer_to_an_older_version_counts_where_it_still_fits():
    made = published(people(60, her="land") + people(20, her="gone"))
    assert abs(made.counts("", "her").answered - 60) <= LIVE.most


def test_groups_stay_as_they_were_drawn_when_the_questionnaire_changes():
    """Those who were counted as "land" stay there, although the new version has other answers."""
    kept = people(60, her="land") + people(40, her="hier")
    first = published(kept)
    changed = FORM.with_question(replace(FORM.question("her"), options=FORM.question("her").options[1:]))
    second = published(kept + people(30, her="hier", epoch=2, form=changed), changed, first, 2)
    assert second.blocks["her"]["land"] == first.blocks["her"]["land"]
    assert "her:land" not in second.document["tables"]


def test_the_careful_profile_waits_for_twenty():
    kept = people(60) + people(25, "ar")
    first = published(kept, profile=SENSIBEL)
    kept += people(15, "ar", epoch=2) + people(20, epoch=2)
    second = published(kept, before=first, number=2, profile=SENSIBEL)
    assert second.blocks["language"]["ar"] == (1,)
    assert second.profile == "sensibel"


@pytest.mark.parametrize(
    ("by", "group", "table"),
    [
        ("language", "ar", "language:ar"),
        ("her", "land", "her:land"),
        ("her", "nonsense", ""),
        ("secret", "a", ""),
        ("wish", "written", ""),
        ("language", "tlh", ""),
        ("", "", ""),
    ],
)
def test_only_declared_filters_are_followed(by, group, table):
    assert chosen_filter(FORM, by, group).table == table


def test_every_result_has_a_sentence():
    made = published(people(60, her="land", rolle=["x"], secret="a", wish="written"))
    for chosen in (Filter(), Filter("language", "de"), Filter("her", "land")):
        for result in results(FORM, made, chosen):
            assert result.message.message.format(**result.message.gaps)


def test_rather_not_say_is_last_and_never_the_message():
    made = published(people(30, her="ka") + people(25, her="land"))
    tally = FORM.question("her").tally(made.counts("", "her"))
    assert [row.last for row in tally.by_size] == [False, False, True]
    (result,) = [each for each in results(FORM, made, Filter()) if each.question.id == "her"]
    assert result.message.gaps["first"].words["de"] == "land"


def test_a_follow_up_of_a_sensitive_question_is_as_sensitive():
    form = questionnaire(
        page("one", single("her", "land", "hier", dimension=True), single("hurt", "yes", "no", sensitive=True)),
        page("two", single("where", "a", "b", show_if={"==": [{"answer": "hurt"}, "yes"]}, dimension=True)),
    )
    assert form.sensitive == {"hurt", "where"}
    assert [question.id for question in form.dimensions] == ["her"]
    made = published(
        people(60, form=form, her="land", hurt="yes", where="a") + people(40, "ar", form=form, her="hier", hurt="no"),
        form,
    )
    assert {table for table, found in made.document["tables"].items() if "where" in found} == {""}


def test_a_group_that_lies_in_another_does_not_give_the_few_beside_it_away():
    """All 40 Arabic readers come from elsewhere, and only 6 others do: the difference would be those six."""
    kept = people(40, "ar", her="land") + people(6, her="land") + people(60, her="hier")
    made = published(kept)
    assert made.held_back
    assert not {"her:land", "language:ar"} <= set(made.document["tables"])
    cube = Cube.build(FORM, kept, KEY, LIVE)
    assert not violating(cube, made.blocks).any()
    everything = {"her": {"land": (1,), "hier": (1,)}, "language": {"de": (1,), "ar": (1,)}}
    assert violating(cube, everything).sum() == 6


def test_two_groups_with_nobody_in_common_do_not_give_the_rest_away():
    none = {"exclusive": True}
    form = questionnaire(
        page("one", {"kind": "multiple", "id": "rolle", "title": text("?"), "dimension": True,
                     "options": options("a", "b", "keine", keine=none)}, single("q", "x", "y"))
    )  # fmt: skip
    answers = [
        *people(60, form=form, rolle=["a"], q="x"),
        *people(50, form=form, rolle=["keine"], q="x"),
        *people(6, form=form, rolle=["b"], q="y"),
    ]
    shown = set(published(answers, form).document["tables"])
    assert not {"rolle:a", "rolle:keine"} <= shown


@pytest.mark.parametrize("then", KINDS)
@pytest.mark.parametrize("was", KINDS)
def test_answers_from_when_a_question_was_of_another_kind_do_no_harm(was, then):
    before, after = made_kind(was), made_kind(then)
    sealed = before.read(Sent(before.imagine(Random(1), 0.5)))
    if sealed is None:
        return
    form = replace(FORM, pages=(replace(FORM.pages[0], questions=(after,)),))
    kept = [Kept(f"{i}", 1, {"language": ["de"]}, {"q": before.closed(sealed)}) for i in range(60)]
    assert published(kept, form).answers > 50


def test_letters_and_keys_are_not_counted_as_answers():
    multiple = made_kind("multiple")
    for odd in ("ab", {"a": "b"}, 3, None, [1], True):
        assert not multiple.fits(odd)
    assert not made_kind("number").fits(True)
    assert not made_kind("date").fits("written")


def test_a_question_only_some_are_asked_grows_by_twenty_of_those_who_answered_it():
    """Were one of those asked among twenty new people, the count that changes would be that one's answer."""
    rule = {"==": [{"answer": "her"}, "land"]}
    form = questionnaire(
        page("one", single("her", "land", "hier", dimension=True)), page("two", single("why", "a", "b"), show_if=rule)
    )
    kept = people(60, form=form, her="hier") + people(40, form=form, her="land", why="a")
    first = published(kept, form)
    assert first.growth("why").lumps == (1,)
    kept += people(19, epoch=2, form=form, her="hier") + people(1, epoch=2, form=form, her="land", why="b")
    second = published(kept, form, first, 2)
    assert second.counts("", "why") == first.counts("", "why")
    assert second.counts("", "her") != first.counts("", "her")
    kept += people(19, epoch=3, form=form, her="land", why="b")
    third = published(kept, form, second, 3)
    assert third.growth("why").lumps == (1, 3)
    assert third.counts("", "why").cells["b"] >= 15
    assert third.counts("her:hier", "why") is None


VARIED = questionnaire(page("one", single("her", "land", "hier", dimension=True), single("mood", "good", "bad")))


def later(change, form=VARIED):
    return form.with_question(replace(form.question("mood"), **change))


def two_versions(change, new):
    """The first release holds 60 people who answered version 1; in the second come 19 more and one of version 2."""
    form = later(change)
    since = changed_since([(1, VARIED), (2, form)])
    kept = people(60, form=VARIED, her="land", mood="good")
    first = published(kept, VARIED)
    kept += people(19, epoch=2, form=VARIED, her="land", mood="good")
    kept += [replace(one, version=2) for one in people(1, epoch=2, form=form, her="hier", mood=new)]
    cube = Cube.build(form, kept, KEY, LIVE, since)
    return first, release(form, Edition(2, DAY, 2, True, since), cube, first), since


@pytest.mark.parametrize(
    ("change", "new"),
    [
        ({"options": VARIED.question("mood").options[:1] + FORM.question("her").options[:1]}, "land"),
        ({"show_if": {"==": [{"answer": "her"}, "hier"]}}, "bad"),
        ({"sensitive": True}, "bad"),
    ],
    ids=["other answers", "other people", "now sensitive"],
)
def test_a_changed_question_begins_anew_and_waits_for_twenty_who_saw_it_so(change, new):
    """Only one person has answered the new version: the count that changed would be theirs."""
    _, second, since = two_versions(change, new)
    assert since == {"her": 1, "mood": 2}
    assert second.counts("", "mood") is None
    assert second.counts("", "her").answered > 60


def test_other_words_make_no_difference():
    first, second, since = two_versions({"title": replace(VARIED.question("mood").title)}, "bad")
    assert since == {"her": 1, "mood": 1}
    assert second.counts("", "mood").answered > first.counts("", "mood").answered


def test_a_question_that_was_away_begins_anew():
    without = replace(VARIED, pages=(replace(VARIED.pages[0], questions=VARIED.pages[0].questions[:1]),))
    assert changed_since([(1, VARIED), (2, without), (3, VARIED)]) == {"her": 1, "mood": 3}


def test_a_rule_that_was_taken_away_does_not_release_those_who_waited():
    ruled = later({"show_if": {"==": [{"answer": "her"}, "hier"]}})
    kept = people(60, form=ruled, her="land") + people(7, form=ruled, her="hier", mood="bad")
    first = published(kept, ruled)
    assert first.counts("", "mood") is None
    since = changed_since([(1, ruled), (2, VARIED)])
    cube = Cube.build(VARIED, kept, KEY, LIVE, since)
    assert release(VARIED, Edition(2, DAY, 2, True, since), cube, first).counts("", "mood") is None


def test_what_is_valid_only_after_a_sensitive_answer_is_as_sensitive():
    form = later({"valid_if": {"==": [{"answer": "her"}, "hier"]}}).with_question(
        replace(VARIED.question("her"), sensitive=True)
    )
    assert form.sensitive == {"her", "mood"}


def test_people_of_whom_many_are_read_at_once_are_each_in_their_own_place():
    """More than are read at once; and a dimension, a group, an answer and an old version that come up late."""
    both, some = {"rolle": ["x", "y"]}, {"rolle": []}
    kept = people(1500, her="land") + people(2, her="hier", **both) + people(700, her="ka", **some)
    kept = [*kept, replace(kept[0], id="old", version=0, groups={"language": ["uk"]}), *people(3, her="land")]
    cube = Cube.build(FORM, kept, KEY, LIVE, {"her": 1})
    her = cube.columns["her"]
    named = {answer: her.names[cell] for answer, cell in zip(her.answers.tolist(), her.cells.tolist(), strict=True)}
    read = [named.get(code) for code in her.codes.tolist()]
    assert read == [each.answers["her"] if each.version else None for each in kept]
    for dimension in ("language", "her", "rolle"):
        cut, found = cube.cuts[dimension], [set() for _ in kept]
        for person, group in zip(cut.people.tolist(), cut.groups.tolist(), strict=True):
            found[person].add(cut.names[group])
        assert found == [set(each.groups.get(dimension, ())) or {NONE} for each in kept]
    assert cube.cuts["rolle"].overlapping
    assert not cube.cuts["her"].overlapping

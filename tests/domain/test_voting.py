"""One statement after the other: what a form remembers, which statement comes next, and what a press leads to."""

from collections import Counter

import pytest

from app.domain.voting import Deck, Progress, following, step

IDS = tuple(f"s{n}" for n in range(8))
DECK = Deck(IDS)
SO_FAR = Progress({"s1": "agree", "s2": "pass"}, ("s3",))


def test_a_form_remembers_what_was_voted_in_its_order():
    assert SO_FAR.written() == "s1-a.s2-p.s3-s"
    assert Progress.read(SO_FAR.written()) == SO_FAR
    assert Progress.read("") == Progress({})


@pytest.mark.parametrize(
    "written",
    ["x", "s1-z", "s1", "-a", "../-a", "S1-a", "s1-a;drop", "s1 -a", "ß-a", "a" * 13 + "-a", "\0-a"],
)
def test_what_is_no_vote_is_left_out(written):
    assert Progress.read(written) == Progress({})
    assert Progress.read(f"s1-a.{written}.s2-p").voted == {"s1": "agree", "s2": "pass"}


def test_a_form_holds_so_much_and_no_more():
    assert len(Progress.read(".".join(f"s{n}-a" for n in range(5000))).voted) == 1000


def test_nobody_is_asked_twice_and_everything_comes():
    progress, seen = Progress({}), []
    while id := DECK.following("a voter", progress):
        seen.append(id)
        progress = progress.with_vote(id, "agree")
    assert sorted(seen) == sorted(IDS)


def test_the_same_voter_is_shown_the_same_and_others_something_else():
    first = Counter(following(f"voter {n}", IDS, {}) for n in range(2000))
    assert all(190 < first[id] < 310 for id in IDS)  # 250 each; four standard deviations are 59
    assert following("voter 1", IDS, {}) == following("voter 1", IDS, {})


def test_what_weighs_three_times_as_much_comes_first_three_times_as_often():
    first = Counter(following(f"voter {n}", ["s1", "s2"], {"s1": 3.0}, otherwise=1.0) for n in range(4000))
    assert 2890 < first["s1"] < 3110  # 3000; four standard deviations are 110


@pytest.mark.parametrize(
    ("go", "current", "vote", "voted", "skipped"),
    [
        ("agree", "s4", ("s4", 1), {"s1": "agree", "s2": "pass", "s4": "agree"}, ("s3",)),
        ("disagree", "s1", ("s1", -1), {"s2": "pass", "s1": "disagree"}, ("s3",)),
        ("pass", "s3", ("s3", 0), {"s1": "agree", "s2": "pass", "s3": "pass"}, ()),
        ("agree", "gone", None, {"s1": "agree", "s2": "pass"}, ("s3",)),
        ("agree", "", None, {"s1": "agree", "s2": "pass"}, ("s3",)),
        ("skip", "s4", None, {"s1": "agree", "s2": "pass"}, ("s3", "s4")),
        ("skip", "s1", None, {"s1": "agree", "s2": "pass"}, ("s3",)),
        ("again", "", None, {"s1": "agree", "s2": "pass"}, ()),
        ("nonsense", "s4", None, {"s1": "agree", "s2": "pass"}, ("s3",)),
    ],
)
def test_a_press(go, current, vote, voted, skipped):
    now = step(SO_FAR, go, current, "k", DECK)
    assert (now.vote, dict(now.progress.voted), now.progress.skipped) == (vote, voted, skipped)
    assert list(now.progress.voted) == list(voted)
    assert now.shown in now.progress.left(IDS)


def test_the_last_answer_can_be_changed_and_staying_changes_nothing():
    assert step(SO_FAR, "undo", "s5", "k", DECK) == step(SO_FAR, "undo", "", "k", DECK)
    assert step(SO_FAR, "undo", "s5", "k", DECK).shown == "s2"
    assert step(SO_FAR, "undo", "s5", "k", Deck(("s1", "s5"))).shown == "s1"  # s2 was taken out meanwhile
    assert step(SO_FAR, "stay", "s5", "k", DECK).shown == "s5"
    assert step(SO_FAR, "stay", "", "k", DECK).shown is None  # the end page in another language
    assert step(SO_FAR, "stop", "s5", "k", DECK).shown is None
    assert step(Progress({}), "undo", "", "k", DECK).shown is None


def test_where_nothing_is_left_comes_the_end():
    everything = Progress(dict.fromkeys(IDS[:-1], "agree"))
    assert step(everything, "agree", IDS[-1], "k", DECK).shown is None
    assert step(everything, "skip", IDS[-1], "k", DECK).shown is None
    assert step(Progress({}), "begin", "", "k", Deck(())).shown is None

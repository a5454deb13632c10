"""A delta turns the old document into the new one, whatever both are, and leaves what it was given as it was."""

import copy
import json
from string import ascii_lowercase

from hypothesis import given
from hypothesis import strategies as st

from app.domain.delta import applied, delta, field_of

leaf = st.none() | st.booleans() | st.integers(-3, 3) | st.text("ab", max_size=3)
items = st.lists(st.fixed_dictionaries({"id": st.sampled_from("abcd")}, optional={"n": leaf}), max_size=4)
documents = st.recursive(
    leaf | items,
    lambda inner: st.dictionaries(st.sampled_from("xyz"), inner, max_size=3) | st.lists(inner, max_size=3),
    max_leaves=12,
)


@given(documents, documents)
def test_it_leads_from_one_to_the_other(old, new):
    before = copy.deepcopy(old)
    change = delta(old, new)
    assert json.dumps(applied(old, json.loads(json.dumps(change)))) is not None
    assert applied(old, json.loads(json.dumps(change))) == new
    assert old == before
    assert (change is None) == (type(old) is type(new) and old == new)


def test_it_is_small_when_little_changes():
    old = {"pages": [{"id": id, "title": {"de": id * 500}} for id in ascii_lowercase]}
    new = copy.deepcopy(old)
    new["pages"][3]["title"]["de"] = "anders"
    new["pages"].insert(0, new["pages"].pop())
    assert len(json.dumps(delta(old, new))) < 400


def test_one_field_is_known_by_its_place_and_nothing_else_is():
    old = {"help": {"de": "A", "#": {"ar": "draft:1"}}, "options": [{"id": "x", "label": {}}], "least": 1}
    assert field_of(old, {**old, "help": {"de": "B"}}) is None  # the mark of another language went with it
    assert field_of(old, {**old, "help": {"de": "A", "ar": "B", "#": {"ar": "draft:2"}}}) == ("help", "ar")
    assert field_of(old, {**old, "options": [{"id": "x", "label": {"de": "C"}}]}) == ("options", "x", "label", "de")
    assert field_of({}, old | {"options": [], "least": None}) is None
    assert field_of({}, {"invalid": {"uk": "D", "#": {"uk": "draft:1"}}}) == ("invalid", "uk")
    for other in ({"least": 2}, {"options": []}, {"options": ["x"]}, {}):
        assert field_of(old, {**old, **other}) is None

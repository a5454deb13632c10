"""The interface is whole in every language: each sentence is there, with its gaps, and says whether it was read."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.domain.language import LANGUAGES

ROOT = Path(__file__).parents[2] / "translations"
GAP = re.compile(r"%\(\w+\)s|\{\w+\}")


def sentences(language):
    with (ROOT / language.babel / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return [message for message in read_po(file, locale=language.babel) if message.id]


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=list(LANGUAGES))
def test_every_sentence_is_translated_with_all_its_gaps(language):
    found = sentences(language)
    assert len(found) > 400
    for message in found:
        many = not isinstance(message.id, str)
        forms = list(message.string) if many else [message.string]
        wanted = set(GAP.findall(message.id[1] if many else message.id))
        for said in forms:
            assert said.strip(), message.id
            assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", said), message.id
            assert set(GAP.findall(said)) == wanted or (many and set(GAP.findall(said)) <= wanted), message.id


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag != "en"])
def test_every_translation_says_whether_a_native_speaker_has_read_it(tag):
    for message in sentences(LANGUAGES[tag]):
        assert message.user_comments in (["draft"], ["reviewed"]), message.id


def test_plain_german_is_not_standard_german():
    """Babel would give de for de_simple without a word: the catalogue lies in de@simple and has words of its own."""
    plain = {message.id: message.string for message in sentences(LANGUAGES["de-simple"])}
    standard = {message.id: message.string for message in sentences(LANGUAGES["de"])}
    assert sum(plain[id] != standard[id] for id in plain) > 100

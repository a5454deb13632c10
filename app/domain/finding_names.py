"""Finding a person by name, on whatever keyboard it is typed: without case and accents, and by its sound.

Two spellings of a name in two scripts, or in one, sound alike where the groups of their consonants are the same. The
groups are those of Soundex (R. C. Russell, US patent 1,261,167, 1918), with j and w as Germans say them; vowels, h, j
and y have none, and neighbours of one group count once. Words are compared by sound only when nobody is found by
letters: it finds too many.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_CYRILLIC = zip(
    "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяёђјљњћџ", "abvggdeesziiijklmnoprstufhzsss-i-euaodjlncd", strict=True
)
_ARABIC = zip("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهوی", "abptsjshhdsrsssssstsagfkkglmnhoi", strict=True)
LETTERS = {letter: latin.strip("-") for letter, latin in (*_CYRILLIC, *_ARABIC)}
ALIKE = {
    **dict(zip("كىيةۀھەٱئؤ", "کییههههایو", strict=True)),  # Arabic letters that other keyboards write otherwise
    **dict(zip("ıłøđðþ", "iloddt", strict=True)),
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
}
_GROUPS = ("bfpvw", "cgkqsxz", "dt", "l", "mn", "r")
SOUNDS = {letter: str(group) for group, ones in enumerate(_GROUPS, 1) for letter in ones}
SILENT = re.compile(r"t(?=ch|s|z)|k(?=h)")  # Schultz, Tschechow, Khaled
LEAST = 2  # consonants typed in all: fewer sound like half the list


def plain(words: str) -> str:
    """The words without case, accents and whatever is no letter or digit, one space between them."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    spelled = "".join(ALIKE.get(letter, letter) for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in spelled).split())


def sound(word: str) -> str:
    """The groups of the consonants of a plain word, whatever it is written in."""
    if word.startswith("و"):  # a consonant here only
        word = "v" + word[1:]
    groups = ""
    for letter in SILENT.sub("", "".join(LETTERS.get(each, each) for each in word)):
        group = SOUNDS.get(letter, "")
        if group != groups[-1:]:
            groups += group
    return groups


def search(typed: str, names: Iterable[str]) -> list[int]:
    """The places of the names that hold, for each word typed, one that begins so; if there is none, one that sounds
    as if it did."""
    wanted = plain(typed).split()
    spelled = [plain(name).split() for name in names]
    found = [place for place, words in enumerate(spelled) if _fits(wanted, words)]
    heard = [sound(word) for word in wanted]
    if found or sum(map(len, heard)) < LEAST:
        return found
    return [place for place, words in enumerate(spelled) if _fits(heard, [sound(word) for word in words])]


def _fits(wanted: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(each) for word in words) for each in wanted)

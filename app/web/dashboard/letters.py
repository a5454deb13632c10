"""How wide words are, about, and how they break into lines where nobody can measure them: in a picture for any reader.

The widths are those of DejaVu Sans, the widest of the fonts a reader may have, so that lines are rather too short.
"""

from __future__ import annotations

import re
from itertools import accumulate
from unicodedata import bidirectional, combining, east_asian_width

from markupsafe import Markup

BOLD = 1.12  # how much wider heavy letters are
MOST = 2000  # letters of which anything is drawn: a picture is no place for a book
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
# What XML cannot say, and what turns the direction of all that follows. Nobody's words need either of them.
UNWANTED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
# Letters by their width in tenths of the size; all others are 6.5, and capital letters 7.7.
WIDTHS = {
    letter: tenths / 10
    for letters, tenths in (
        ("iljI.,:;'|!·’‘їі1 \u00a0\u202f", 3.2),
        ('()[]{}ftr/\\-–“”„"jاإأآلرزد', 4.2),
        ("0123456789", 6.4),
        ("mwMWжшщюмЖШЩЮМфыФЫ%…@—", 9.9),
    )
    for letter in letters
}


def clean(words: str) -> str:
    """The words without what would break a picture, on one line and no longer than anyone reads."""
    return " ".join(UNWANTED.sub("", words[: 2 * MOST]).split())[:MOST]


def plain(said: str) -> str:
    """What a sentence says without its markup; what is filled in stays apart from its direction."""
    words = UNWANTED.sub("", str(said))
    if isinstance(said, Markup):
        isolated = words.replace("<bdi>", FSI).replace("</bdi>", PDI)
        words = Markup(isolated).striptags()  # noqa: S704  only to lose its tags
    return " ".join(words[: 2 * MOST].split())


def from_right(words: str, otherwise: bool) -> bool:
    """Whether words are read from the right, by their first letter that has a direction (Unicode Annex 9, P2)."""
    depth = 0
    for letter in words:
        kind = bidirectional(letter)
        depth += (kind in ("LRI", "RLI", "FSI")) - (kind == "PDI")
        if depth == 0 and kind in ("L", "R", "AL"):
            return kind != "L"
    return otherwise


def width(words: str, size: float, bold: bool = False) -> float:
    return sum(map(_em, words)) * size * (BOLD if bold else 1)


def _em(letter: str) -> float:
    if combining(letter) or bidirectional(letter) in ("BN", "LRI", "RLI", "FSI", "PDI"):
        return 0.0
    if east_asian_width(letter) in "WF":
        return 1.0
    return WIDTHS.get(letter, 0.77 if letter.isupper() else 0.65)


def lines(words: str, size: float, room: float, most: int = 4, bold: bool = False) -> list[str]:
    """The words in lines that fit; when there are more than `most`, the last ends in three dots."""
    made: list[str] = []
    for piece in _pieces(words[:MOST], size, room, bold):
        if made and width(f"{made[-1]} {piece}", size, bold) <= room:
            made[-1] += f" {piece}"
        elif len(made) == most:
            made[-1] = _cut(made[-1], size, room, bold) + "…"
            break
        else:
            made.append(piece)
    return _isolated(made)


def _pieces(words: str, size: float, room: float, bold: bool) -> list[str]:
    """The words one by one; one that is too long for a line is broken anywhere."""
    found = []
    for word in words.split():
        while width(word, size, bold) > room:
            head = _cut(word, size, room, bold) or word[0]
            found.append(head)
            word = word[len(head) :]
        found.append(word)
    return [piece for piece in found if piece]


def _cut(word: str, size: float, room: float, bold: bool) -> str:
    """As much of the beginning as fits before three dots."""
    left = room - width("…", size, bold)
    fitting = sum(1 for end in accumulate(width(letter, size, bold) for letter in word) if end <= left)
    while 0 < fitting < len(word) and combining(word[fitting]):
        fitting -= 1
    return word[:fitting].rstrip()


def _isolated(broken: list[str]) -> list[str]:
    """Each line closes what it has opened, and the next one opens it again."""
    opened, made = "", []
    for line in broken:
        begun = opened
        for letter in line:
            if letter in (LRI, RLI, FSI):
                opened += letter
            elif letter == PDI:
                opened = opened[:-1]
        made.append(begun + line + PDI * len(opened))
    return made

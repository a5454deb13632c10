"""Cells of a table that no spreadsheet program takes for a formula.

A German Excel opens a CSV file with semicolons in mind: it then sees new cells within our texts, after each semicolon
and each line. So what looks like the start of a formula gets an apostrophe there, too. An apostrophe at such a place
gets one more, so that the text can be had back letter for letter.
"""

from __future__ import annotations

import re

_BEGINS = re.compile(r"""((?:^|[;\t\n])[\s"]*)(?=['=+\-@＝＋－＠])""")
_MADE_HARMLESS = re.compile(r"""((?:^|[;\t\n])[\s"]*)'(?=['=+\-@＝＋－＠])""")


def harmless(words: str) -> str:
    """The words as a CSV file may carry them."""
    return _BEGINS.sub(r"\1'", words)


def as_it_was(words: str) -> str:
    """The words as they were before `harmless`."""
    return _MADE_HARMLESS.sub(r"\1", words)

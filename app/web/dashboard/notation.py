"""How the visitor's language writes words, numbers and shares: all that charts and tables need to know of a visitor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import get_decimal_symbol, get_group_symbol
from flask_babel import gettext

from app.domain import display
from app.domain.display import percent
from app.domain.language import LANGUAGES
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label, Row
from app.domain.uncertainty import Interval
from app.web.language import here, locale, number, say, tell


@dataclass(frozen=True)
class Notation:
    """`separators` are the decimal mark and the mark between thousands, one after the other."""

    words: Callable[[Label], str]
    number: Callable[[float], str]
    share: Callable[[Row, int], str]
    language: Callable[[str], str] = str
    week: Callable[[date], str] = date.isoformat
    rtl: bool = False
    separators: str = ".,"
    between: Callable[[float, float], str] = "({}–{})".format
    ends: Callable[[int, int], str] = "({:+} to {:+})".format
    signed: Callable[[int], str] = "{:+}".format

    def shares_between(self, interval: Interval | None) -> str:
        """The interval of a share in whole percent, nothing for none."""
        return self.between(percent(interval.low), percent(interval.high)) if interval else ""

    def means_between(self, interval: Interval) -> str:
        """The interval of a mean with one decimal."""
        return self.between(round(interval.low, 1), round(interval.high, 1))


def visitors_notation() -> Notation:
    spoken = locale()
    marks = (sign(spoken, numbering_system="latn") for sign in (get_decimal_symbol, get_group_symbol))
    rtl = here().direction == "rtl"
    return Notation(_words, number, _share, _language, _week, rtl, "".join(marks), _between, _ends, _signed)


def _words(label: Label) -> str:
    """The words without markup: a chart cannot say in which language they are, the table beside it can."""
    return str(say(label).striptags())


def _share(row: Row, column: int) -> str:
    return str(tell(display.share(row, column)).striptags())


def _between(low: float, high: float) -> str:
    return _words(Sentence.of(N_("({low}–{high})"), low=low, high=high))


def _ends(low: int, high: int) -> str:
    return _words(Sentence.of(N_("({low} to {high})"), low=_signed(low), high=_signed(high)))


def _signed(points: int) -> str:
    """A difference with its sign, which stays before it in every direction of writing."""
    sign = "+" if points > 0 else "−" if points else ""
    return f"\u2066{sign}{number(abs(points))}\u2069"


# Babel would call them "Persian (Afghanistan)" and "German".
OURS = {"fa-AF": N_("Dari"), "de-simple": N_("Plain German")}


def _language(tag: str) -> str:
    """What a language is called in the visitor's, and in its own where that is the visitor's."""
    language = LANGUAGES.get(tag)
    if language is None:
        return tag
    if language.tag == here().tag:
        return language.own_name
    if language.tag in OURS:
        return str(gettext(OURS[language.tag]))
    try:
        name = Locale.parse(language.babel).get_language_name(locale())
    except UnknownLocaleError:
        name = None
    return name[0].upper() + name[1:] if name else language.own_name


def _week(monday: date) -> str:
    """A Monday with as few words as fit below a column."""
    return format_skeleton("MMMd", monday, locale=locale())

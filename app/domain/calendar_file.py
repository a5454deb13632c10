"""An event as a file for calendars: iCalendar (RFC 5545), published or cancelled as RFC 5546 wants it.

Times are those of the clocks in Germany, and the file says when these are changed, so that a calendar anywhere shows
the right moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

LONGEST = 75  # octets of a line (RFC 5545, 3.1)
# Since 1996 the European Union changes its clocks on the last Sundays of March and October (Directive 2000/84/EC).
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE"""
_UNREADABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """One event of a calendar. `stamp` is a moment in UTC, `starts` and `ends` are times of the clocks in Germany;
    `organizer` is an address such as mailto:… or https://…; `sequence` grows with each change."""

    uid: str
    sequence: int
    stamp: datetime
    starts: datetime
    ends: datetime
    title: str
    language: str
    place: str
    organizer: str
    organizer_name: str
    url: str = ""
    note: str = ""
    cancelled: bool = False


def written(entry: Entry) -> str:
    """The file, with the line ends the standard wants."""
    return "".join(f"{line}\r\n" for each in _lines(entry) for line in _folded(each))


def _lines(entry: Entry) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mitsprache//Mitsprache//DE", "CALSCALE:GREGORIAN")
    yield f"METHOD:{'CANCEL' if entry.cancelled else 'PUBLISH'}"
    yield from ZONE.splitlines()
    yield from ("BEGIN:VEVENT", f"UID:{_text(entry.uid)}", f"SEQUENCE:{entry.sequence}")
    yield f"DTSTAMP:{entry.stamp:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID=Europe/Berlin:{entry.starts:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID=Europe/Berlin:{entry.ends:%Y%m%dT%H%M%S}"
    yield f"SUMMARY;LANGUAGE={entry.language}:{_text(entry.title)}"
    yield f"LOCATION:{_text(entry.place)}"
    if entry.note:
        yield f"DESCRIPTION;LANGUAGE={entry.language}:{_text(entry.note)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield f'ORGANIZER;CN="{_quoted(entry.organizer_name)}":{entry.organizer}'
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    yield from ("END:VEVENT", "END:VCALENDAR")


def _text(words: str) -> str:
    """Words as a value of type TEXT (3.3.11)."""
    plain = _UNREADABLE.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _quoted(words: str) -> str:
    """Words between quotation marks of a parameter, which cannot hold such a mark (3.2)."""
    return _UNREADABLE.sub("", words).replace('"', "'").replace("\n", " ")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, never cut within a letter; further ones begin with a space."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece

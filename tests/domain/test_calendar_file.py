"""The calendar file, read back by a reader that shares nothing with its writer: dateutil knows the rules of clocks."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from app.domain.calendar_file import Entry, written

ENTRY = Entry(
    uid="1@example.org",
    sequence=3,
    stamp=datetime.fromisoformat("2025-05-01 08:30"),
    starts=datetime.fromisoformat("2025-05-24 12:30"),
    ends=datetime.fromisoformat("2025-05-24 16:30"),
    title="Zum Mitreden; mit Kaffee, Kuchen \\ und mehr",
    language="de-simple",
    place="Erlebnis Bungsberg, Schönwalde am Bungsberg",
    organizer="mailto:no-reply@example.org",
    organizer_name='Kreis "Ostholstein"',
    url="https://example.org/events/bungsberg/mine/abc?lang=ar",
    note="Erste Zeile\r\nBEGIN:VALARM\nلقاء للمشاركة بالرأي 🙂 " * 9,
)
LINE = re.compile(r'(?P<name>[A-Z-]+)(?P<parameters>(;[A-Z-]+=("[^"]*"|[^";:,]*))*):(?P<value>.*)')


def lines_of(file):
    assert file.endswith("\r\n")
    assert "\n" not in file.replace("\r\n", "")
    return file.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def read(file):
    """The properties of each component by its name; raises where a line is none."""
    found, open_ = {}, []
    for line in lines_of(file):
        part = LINE.fullmatch(line)
        if part["name"] == "BEGIN":
            open_.append(part["value"])
            found[part["value"]] = {}
        elif part["name"] == "END":
            assert open_.pop() == part["value"]
        else:
            assert found[open_[-1]].setdefault(part["name"], part) is part, "said twice"
    assert open_ == []
    return found


def text_of(part):
    return re.sub(r"\\(.)", lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], part["value"])


def moment_of(file, part):
    """The moment in UTC as a calendar works it out that knows no zones but those of the file."""
    zone = tzical(io.StringIO("\n".join(lines_of(file)))).get(re.fullmatch(r";TZID=(.+)", part["parameters"])[1])
    return datetime.strptime(part["value"], "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)


def test_what_was_written_is_read_back():
    found = read(written(ENTRY))
    event, calendar = found["VEVENT"], found["VCALENDAR"]
    assert text_of(event["SUMMARY"]) == ENTRY.title
    assert event["SUMMARY"]["parameters"] == ";LANGUAGE=de-simple"
    assert text_of(event["LOCATION"]) == ENTRY.place
    assert text_of(event["DESCRIPTION"]) == ENTRY.note.replace("\r", "")
    assert event["URL"]["value"] == ENTRY.url
    assert event["ORGANIZER"]["parameters"] == ";CN=\"Kreis 'Ostholstein'\""
    assert (event["UID"]["value"], event["SEQUENCE"]["value"]) == ("1@example.org", "3")
    assert event["DTSTAMP"]["value"] == "20250501T083000Z"
    assert (calendar["METHOD"]["value"], event["STATUS"]["value"]) == ("PUBLISH", "CONFIRMED")
    assert set(found) == {"VCALENDAR", "VTIMEZONE", "DAYLIGHT", "STANDARD", "VEVENT"}  # nothing slipped in


def test_what_is_cancelled_says_so():
    found = read(written(replace(ENTRY, cancelled=True, note="", url="")))
    assert (found["VCALENDAR"]["METHOD"]["value"], found["VEVENT"]["STATUS"]["value"]) == ("CANCEL", "CANCELLED")
    assert "DESCRIPTION" not in found["VEVENT"]


@pytest.mark.parametrize("letter", ["a", "ü", "ل", "🙂"])
def test_lines_are_at_most_75_octets_and_no_letter_is_cut(letter):
    for length in range(20, 90):
        file = written(replace(ENTRY, title=letter * length))
        assert max(len(line.encode()) for line in file.split("\r\n")) <= 75
        assert text_of(read(file)["VEVENT"]["SUMMARY"]) == letter * length


@pytest.mark.parametrize(
    "day",
    ["2025-03-29", "2025-03-30", "2025-03-31", "2025-05-24", "2025-10-25", "2025-10-26", "2025-10-27", "2027-03-28"],
)
@pytest.mark.parametrize("hour", ["00:30", "12:30", "23:30"])
def test_the_moment_is_right_around_the_days_on_which_clocks_are_changed(day, hour):
    local = datetime.fromisoformat(f"{day} {hour}")
    file = written(replace(ENTRY, starts=local, ends=local))
    wanted = local.replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    assert moment_of(file, read(file)["VEVENT"]["DTSTART"]) == wanted

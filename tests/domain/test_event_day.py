"""The day of an event: who needs what, who is at the door, and when a phone forgets them."""

from datetime import date, datetime, timedelta

import pytest

from app.domain.check_in import code_of, ends, on_phone
from app.domain.event import Event
from app.domain.finding_names import search
from app.domain.needs import Needs
from app.domain.planning import sheet
from app.domain.registration import Party, Registration

NAMES = [
    "Олена Коваленко",
    "محمد الأحمد",
    "Jürgen Müller",
    "Şükrü Yılmaz",
    "فاطمه رضایی",
    "Олександр Шевченко",
    "Nguyễn Thị Hoa",
    "Łukasz Żak",
    "خالد یوسف",
    "Anna Schulz",
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kowalenko", ["Олена Коваленко"]),
        ("коваленко о", ["Олена Коваленко"]),
        ("Muhammad", ["محمد الأحمد"]),
        ("محمّد", ["محمد الأحمد"]),
        ("Мухаммед", ["محمد الأحمد"]),
        ("muller", ["Jürgen Müller"]),
        ("Mueller jürgen", ["Jürgen Müller"]),
        ("SUKRU yilmaz", ["Şükrü Yılmaz"]),
        ("فاطمة", ["فاطمه رضایی"]),
        ("Fatema Rezai", ["فاطمه رضایی"]),
        ("Aleksandr Schewtschenko", ["Олександр Шевченко"]),
        ("thi nguyen", ["Nguyễn Thị Hoa"]),
        ("zak", ["Łukasz Żak"]),
        ("Khaled Yusuf", ["خالد یوسف"]),
        ("Schultz", ["Anna Schulz"]),
        ("xyz", []),
        ("e", []),
    ],
)
def test_a_name_is_found_on_any_keyboard(typed, found):
    assert [NAMES[place] for place in search(typed, NAMES)] == found


def test_where_letters_find_someone_nothing_is_guessed_by_sound():
    assert search("KOVAL", [*NAMES, "Eva Koval"]) == [len(NAMES)]


def test_who_types_nothing_sees_everyone():
    assert search(" ", NAMES) == list(range(len(NAMES)))


def registration(number, state="confirmed", here=0, seats=1, language="de", **needs):
    party = Party(f"Person {number}", seats, language=language, needs=Needs(**needs))
    return Registration(f"{number}", "bungsberg", number, state, party, here)


COMING = [
    registration(1, seats=3, here=3, language="uk", interpreters=("uk",), children={"0-2": 2}, diets={"halal": 1}),
    registration(2, seats=4, here=1, language="uk", interpreters=("uk", "ru"), diets={"halal": 3}, hearing_loop=True),
    registration(3, "waiting", seats=2, language="ar", interpreters=("ar",), step_free=True, allergies="Nuts"),
    registration(4, lift="offers", lift_seats=3, lift_from="Eutin ", allergies="Sesam", note="I bring a dog."),
    registration(5, lift="needs", lift_seats=1, lift_from="Malente", allergies="Erdnüsse"),
    registration(6, "cancelled", seats=5, interpreters=("fa",)),
]


def test_the_sheet_counts_who_has_a_place_and_who_waits_beside():
    parts = {part.title.partition(":")[0]: part for part in sheet(COMING).parts}
    lines = {
        title: {line.label: (line.confirmed, line.here, line.waiting) for line in part.lines}
        for title, part in parts.items()
    }
    assert lines["People"] == {"People": (9, 4, 2), "Registrations": (4, 2, 1)}
    assert lines["Interpreters"] == {"uk": (7, 4, 0), "ru": (4, 1, 0), "ar": (0, 0, 2)}
    assert lines["Childcare"] == {"0 to 2 years": (2, 2, 0)}
    assert lines["To take part"] == {"Step-free ways": (0, 0, 1), "Hearing loop": (1, 1, 0)}
    assert lines["Food"] == {"halal": (4, 2, 0)}
    assert lines["Lifts"] == {"needed": (1, 0, 0), "offered": (3, 0, 0)}
    assert lines["Lifts are offered from"] == {"Eutin": (3, 0, 0)}
    assert lines["Languages of the registrations"] == {"uk": (7, 4, 0), "de": (2, 0, 0), "ar": (0, 0, 2)}
    assert list(lines["Interpreters"]) == ["uk", "ru", "ar"]


def test_own_words_stand_apart_from_names_and_in_another_order():
    made = sheet(COMING)
    assert made.allergies == ("Erdnüsse", "Sesam")
    assert made.notes == ("I bring a dog.",)
    assert "Person" not in repr(made)


def test_nobody_coming_makes_an_empty_sheet():
    assert sheet([COMING[-1]]).parts == ()


def test_a_code_can_be_read_aloud_and_differs():
    one, other = code_of("7d444840-9dc0-11d1-b245-5ffdce74fad2"), code_of("7d444841-9dc0-11d1-b245-5ffdce74fad2")
    assert one == "FN24-GG4X"
    assert one != other


def test_a_phone_keeps_the_list_from_the_day_before_until_the_night_after():
    event = Event(slug="x", day=date(2025, 5, 24), begins="12:30", ends="16:30")
    begins = datetime.fromisoformat("2025-05-24T12:30")
    assert [on_phone(event, begins + timedelta(hours=hours)) for hours in (-25, -24, 0, 15, 16)] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert ends(event) == datetime.fromisoformat("2025-05-25T04:30")
    assert not on_phone(Event(slug="x"), begins)

"""What personal data looks like in the languages people write here: the patterns hints.py looks for.

They read text in which all digits are 0 to 9, all spaces plain ones and all hyphens "-".
"""

from __future__ import annotations

import re


def _any(*words: str) -> str:
    return f"(?:{'|'.join(words)})"


# -- addresses of mail, sites and accounts

_AT = r"(?:@|[(\[{] ?(?:at|ät|собака) ?[)\]}])"
_DOT = r"(?:\.|[(\[{] ?(?:dot|punkt|точка) ?[)\]}])"
# Repetitions are bounded and begin where a word does: else a long text without spaces would take minutes.
MAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}} ?{_AT} ?[\w-]{{1,63}}(?: ?{_DOT} ?[\w-]{{1,63}}){{1,5}}", re.IGNORECASE
)
_ENDINGS = _any("de", "com", "net", "org", "info", "eu", "ua", "ru", "pl", "tr", "ro", "bg", "io", "me", "app")
_NETWORKS = _any(
    *("insta", "instagram", "telegram", "tiktok", "facebook", "snapchat", "skype", "signal", "whatsapp"),
    *("телеграм", "инстаграм", "інстаграм", "фейсбук", "انستغرام", "تلغرام", "تلگرام", "واتساب", "فیسبوک", "فيسبوك"),
)
LINK = re.compile(
    r"https?://\S+|www\.\S+"
    rf"|(?<![\w@.-])[a-z0-9][a-z0-9-]{{0,62}}(?:\.[a-z0-9-]{{1,63}}){{0,4}}\.{_ENDINGS}\b(?:/\S*)?"
    r"|(?<![\w.@])@[a-z_][\w.]{2,29}"
    rf"|(?<!\w){_NETWORKS} ?: ?@?[\w.]{{3,}}",
    re.IGNORECASE,
)

# -- number plates: German with a hyphen or after a district of the north, Ukrainian, Polish

_NORTH = _any(
    *("OH", "HL", "KI", "HH", "SE", "PLÖ", "RZ", "OD", "NMS", "NF", "SL", "FL", "RD", "HEI", "IZ", "PI", "HRO", "NWM")
)
_ALIKE = "[ABCEHIKMOPTXАВСЕНІКМОРТХ]"  # letters that look the same in Latin and in Ukrainian
PLATE = re.compile(
    rf"\b(?:[A-ZÄÖÜ]{{1,3}}-[A-Z]{{1,2}}|{_NORTH}[ -][A-Z]{{1,2}}) ?-?\d{{1,4}}[EH]?\b"
    rf"|\b{_ALIKE}{{2}} ?\d{{4}} ?{_ALIKE}{{2}}\b"
    r"|\b(?!PLZ|EUR|TEL|FAX|DIN|ISO|BGB|SGB)[BCDEFGKLNOPRSTWZ][A-Z]{1,2} (?:\d{5}|\d{4}[A-Z]|\d{3}[A-Z]{2})\b"
)

# -- where someone lives: a word for a street and a number near it

_NO = _any(
    *("nr\\.?", "no\\.?", "№", "д\\.?", "дом", "буд\\.?", "будинок", "номер", "hejmar", "numara"),
    *("رقم", "پلاک", "نمبر"),
)
_NUMBER = rf"(?:,? ?{_NO})?:? ?\d{{1,4}}(?: ?[a-zа-я])?\b"
_NEVER = _any(
    "Spiel", "Arbeits", "Park", "Sport", "Schul", "Rad", "Geh", "Heim", "Aus", "Steh", "Sitz", "Kita", "Studien"
)
_GERMAN_ENDS = _any(
    *("straße", "strasse", "str\\.?", "weg", "allee", "platz", "gasse", "ring", "damm", "ufer", "chaussee", "stieg"),
    *("kamp", "redder", "twiete"),
)
GERMAN_STREET = re.compile(
    rf"\b(?!{_NEVER}(?:platz|weg))"
    rf"(?:[A-ZÄÖÜ][\wäöüß-]{{0,40}}{_GERMAN_ENDS}"
    r"|[A-ZÄÖÜ]\w{1,30}er (?:Straße|Str\.|Chaussee|Allee|Weg|Ring|Landstraße|Platz|Damm))"
    r" \d{1,4}(?: ?[a-z])?\b"
)
_BEFORE_A_STREET = (
    (("ul\\.", "ulic[aąęy]", "al\\.", "alej[aei]", "os\\.", "osiedl[eu]"), r"[\w. -]"),
    (("str\\.", "strad[aă]", "bd\\.", "bulevardul", "aleea", "calea", "[sșş]oseaua"), r"[\w. -]"),
    (
        ("ул\\.?", "улиц[аеуыи]", "вул\\.?", "вулиц[яіюї]", "бул\\.?", "булевард[а-яі]*", "бульвар[а-яі]*"),
        r"[\w. '«»\"-]",
    ),
    (("проспект[а-яі]*", "просп\\.", "пр\\.", "переул[а-я]+", "провул[а-яі]+", "шоссе", "ж\\.к\\."), r"[\w. '«»\"-]"),
    (("kolana?", "kuçeya?", "cadeya?", "taxa"), r"[\w. '-]"),
    (("شارع", "زقاق", "بناية", "حارة", "خیابان", "کوچه", "کوچهٔ", "سرک", "ناحیه", "ناحیهٔ", "بلوک"), r"[\w ،.-]"),
)
_TURKISH = _any("mahallesi", "mah\\.", "caddesi", "cad\\.", "sokak", "sokağı", "sok\\.", "sk\\.", "bulvarı")
_HOUSE = _any(
    *("hausnummer", "haus-?nr\\.?", "house number", "номер дома", "номер будинку", "numer domu", "ev numarası"),
    *("ev no", "ev numaram", "numărul casei", "номер на къща", "منزل رقم", "بيت رقم", "رقم البيت", "خانه نمبر"),
    *("خانهٔ نمبر", "hejmara malê"),
)
STREET = re.compile(
    "|".join(
        (
            *(rf"(?<!\w){_any(*words)} {letters}{{2,40}}?{_NUMBER}" for words, letters in _BEFORE_A_STREET),
            rf"\w[\w ]{{1,30}} {_TURKISH}(?:,? [\w. ]{{0,30}}?)?{_NUMBER}",
            r"\b\d{1,4} ?[a-z]? [a-z]+ (?:street|road|avenue|lane|drive|st\.|rd\.|ave\.)(?!\w)",
            rf"(?<!\w){_HOUSE}[ :.]*\d{{1,4}}",
        )
    ),
    re.IGNORECASE,
)

SIMPLE = (("mail", MAIL), ("link", LINK), ("plate", PLATE), ("address", GERMAN_STREET), ("address", STREET))

# -- dates of birth; Persian years are 13xx and 14xx

_YEAR = r"(?:1[349]|20)\d\d"
DATE = re.compile(
    rf"(?<![\d.])(?:\d{{1,2}} ?[./-] ?\d{{1,2}} ?[./-] ?(?P<year>{_YEAR}|\d\d)"
    rf"|(?P<first>{_YEAR})[./-]\d{{1,2}}[./-]\d{{1,2}}"
    rf"|\d{{1,2}}\.?(?: de| of)? [^\W\d]{{3,12}}\.?(?: de)?,? (?P<named>{_YEAR}))(?!\d)"
)
BORN = re.compile(
    _any(
        *("gebor", r"\bgeb\b", "geburt", r"\bborn\b", "birth", r"\bdob\b", "doğdum", "doğum", "doğan", "urodz"),
        *("născut", "nascut", "naște", "naste", "роден", "рожден", "родил", "народж", "народив", "народил"),
        *("مواليد", "ميلاد", "ولدت", "ولد في", "متولد", "تولد", "به دنیا", "jidayik", "ji dayik", r"\*"),
    ),
    re.IGNORECASE,
)

# -- telephone numbers: with a country; as dialled in most countries; Russian; Polish; or after a word that says so

_FREE = r"(?<![\w.,+-])"
PHONE = re.compile(
    rf"{_FREE}(?:\+|00)[ (]?[1-9](?:[ ./()-]{{0,3}}\d){{6,13}}(?!\d)"
    rf"|{_FREE}\(?0[1-9](?:[ ./()-]{{0,3}}\d){{5,11}}(?!\d)"
    rf"|{_FREE}8[ (-]{{0,2}}9\d\d[ )-]{{0,2}}\d{{3}}[ -]?\d\d[ -]?\d\d(?!\d)"
    rf"|{_FREE}[4-8]\d\d[ -]\d{{3}}[ -](?!000)\d{{3}}(?!\d)"
)
_TELEPHONE = _any(
    *("tel", "telefon[a-zăè]*", "handy\\w*", "mobil\\w*", "phone", "call me", "cep\\w*", "тел", "телефон\\w*", "номер"),
    *("هاتفي", "هاتف", "موبايل", "جوال", "تلفن", "تلیفون", "شماره", "whatsapp", "viber", "numarası", "numaram"),
)
CALL = re.compile(
    rf"(?<!\w){_TELEPHONE}\b\.?[^\d\n.!?]{{0,20}}(?<!\d)(?P<number>\d(?:[ /-]?\d){{5,13}})(?!\d)", re.IGNORECASE
)

IBAN = re.compile(r"\b[A-Z]{2}\d\d(?: ?[A-Z0-9]){11,30}", re.IGNORECASE)

# -- names

_CAPITAL = "[A-ZÀ-ÞĂĄĆĘŁŃŚŞȘŢȚŹŻİА-ЯЁЄІЇҐ]"
_I_AM_CALLED = _any(
    *("ich hei(?:ß|ss)e", "mein (?:voller )?name (?:ist|lautet)", "mein name ?:"),
    *("my (?:full |first )?name is", "my name's", "i am called", "i'm called"),
    *("мене звати", "мене звуть", "моє ім'я", "моє прізвище", "меня зовут", "меня звать", "мо[её] имя", "моя фамилия"),
    *("казвам се", "името ми е", "nazywam się", "mam na imię", "moje imię(?: to)?"),
    *("m[ăa] numesc", "m[ăa] cheam[ăa]", "numele meu (?:este|e)", "benim adım", "adım", "ismim", "soyadım"),
    *("nav[êe] min", "اسمي", "إسمي", "أسمي", "نامم", "اسمم", "اسم من", "نام من"),
)
NAMED = re.compile(
    rf"(?<!\w)(?i:{_I_AM_CALLED})(?: ist| is| є| е| это| este| هو| هي|:| -)* "
    rf"(?P<name>[^\W\d_][\w'-]*(?: {_CAPITAL}[\w'-]*){{0,2}})"
)
_TITLES = _any(
    *(
        "Frau",
        "Herrn?",
        "Familie",
        "Fam\\.",
        "Mr\\.?",
        "Mrs\\.?",
        "Ms\\.?",
        "[Pp]ani?",
        "[Пп]ан[іи]?",
        "Domnul",
        "Doamna",
    ),
    *("[Гг]осподин", "[Гг]оспожа", "г-жа", "г-н"),
)
TITLED = re.compile(
    rf"(?<!\w){_TITLES} (?:(?:Dr|Prof)\. )*"
    rf"(?P<name>{_CAPITAL}[\w'-]{{2,}}(?: {_CAPITAL}[\w'-]+)?)"
)
NO_NAME = frozenset(
    {
        *("nicht", "egal", "geheim", "unwichtig", "not", "secret", "anders", "falsch", "immer", "nie", "nu", "не", "в"),
        *(
            "Doktor",
            "Präsident",
            "Präsidentin",
            "Bürgermeister",
            "Bürgermeisterin",
            "Ministerin",
            "Minister",
            "Landrat",
        ),
        *(
            "önemli",
            "yanlış",
            "çok",
            "hep",
            "her",
            "adım",
            "غلط",
            "لا",
            "ليس",
            "مهم",
            "niekto",
            "nu",
            "не",
            "jest",
            "bazen",
        ),
    }
)
WORD = re.compile(r"[^\W\d_]+(?:[-'\u200c][^\W\d_]+)*")

"""A small dataset with everything that is hard about one: four scripts, missing codes, weights, hostile words."""

from dataclasses import replace

from app.domain.dataset import Dataset, Variable
from app.domain.kind import DONT_KNOW, REFUSED
from app.domain.text import Text

TIGRINYA = "እንታይ ይጽግመካ፧ "
HOSTILE = [
    "=1+1",
    "'=1+1",
    "-10 €; =HYPERLINK(\"http://x\")",
    "@SUM(A1)\n+49 4521 788",
    'Er sagte: "ja"; "=2"',
    "<b>fett</b> & ]]> <!-- -->",
    "_x0041_ \\u0041 %s {name} \\",
    "007",
    "NA",
    "👩‍💻 سؤال 123 ሰላም",
]  # fmt: skip

MISSING = {-8: DONT_KNOW, -9: REFUSED}
HARDEST = Variable(
    "schwer",
    Text({"de": "Was ist am schwersten?", "ar": "ما هو الأصعب؟", "ti": TIGRINYA * 20}),
    "single",
    {1: Text({"de": "Eine Wohnung finden", "ar": "إيجاد شقة", "ti": "ገዛ ምርካብ"}), 2: Text({"de": "Arbeit"}), 3: "Eutin"},
    MISSING,
    "schwer",
)
TICKED = {0: Text({"de": "nicht gewählt"}), 1: Text({"de": "gewählt", "ar": "مختار"})}
VARIABLES = (
    HARDEST,
    Variable("sprachen_deutsch", Text({"de": "Sprachen: Deutsch"}), "multiple", TICKED, {}, "sprachen"),
    Variable("sprachen_andere", Text({"de": "Sprachen: andere"}), "multiple", TICKED, {}, "sprachen"),
    Variable("zufrieden", Text({"de": "Wie zufrieden?"}), "ordered", {1: "sehr", 2: "kaum"}, MISSING, "zufrieden"),
    Variable("kinder", Text({"de": "Wie viele Kinder?"}), "number", {}, MISSING, "kinder"),
    Variable("anteil", "Anteil", "number"),
    Variable("worte", Text({"de": 'Was noch? =1+1 "so" <i>'}), "text", question="worte"),
)
ROWS = tuple(
    ((1, 2, 3, -8, -9, None)[at % 6], at % 2, None if at == 3 else 1 - at % 2, (1, 2, -9)[at % 3],
     (0, 3, -8, None, 12)[at % 5], (0.1, 1e-7, None, 123456789.25)[at % 4], HOSTILE[at] if at < len(HOSTILE) else None)
    for at in range(12)
)  # fmt: skip
SURVEY = Dataset(
    Text({"de": "Gut ankommen <in> Ostholstein & überall", "ar": "الوصول الجيد", "ti": "ጽቡቕ ምብጻሕ"}),
    "gut-ankommen",
    "de",
    ("de", "ar", "ti", "en"),
    VARIABLES,
    ROWS,
    tuple(0.5 + at / 8 for at in range(12)),
)
UNWEIGHTED = replace(SURVEY, weights=None)
EMPTY = replace(SURVEY, rows=(), weights=None)
EMPTY_WEIGHTED = replace(SURVEY, rows=(), weights=())
MISSING_FIVE = {code: f"aside {code}" for code in (-5, -6, -7, -8, -9)}
WIDE = Dataset(
    Text({"de": "Breit"}),
    "breit",
    "de",
    ("de",),
    tuple(Variable(f"v{at}", f"Frage {at}", "single", {1: "ja", 2: "nein"}, MISSING_FIVE) for at in range(300)),
    tuple(tuple((1, 2, -5, -9, None)[(row + at) % 5] for at in range(300)) for row in range(20)),
)
ALL = {"survey": SURVEY, "unweighted": UNWEIGHTED, "empty": EMPTY, "empty and weighted": EMPTY_WEIGHTED, "wide": WIDE}

"""The codebook: the themes free texts are sorted by, the twelve fields of the concept and those staff add."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.bank import FIELDS
from app.domain.search import folded
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Label
from app.domain.text import Text

OTHER = "other"  # a text that fits no theme of the codebook
NOTHING = "nothing"  # no answer at all: spam, a dash, a test
ALONE = (OTHER, NOTHING)  # stand beside no other theme

ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
MOST_OWN = 40
MOST_LABEL, MOST_WORDS = 80, 600
SHARES = (0, 10, 20, 50, 100)  # percent of the texts a second person codes

WHEN: Mapping[str, str] = {
    "sprache": N_("Courses, places in them, times, exams, practising German."),
    "bildung": N_("Schools, training, recognition of certificates, universities."),
    "arbeit": N_("Finding work, working conditions, work permits, firms."),
    "wohnen": N_("Finding a flat, rents, shelters, landlords."),
    "gesundheit": N_("Doctors, waiting for appointments, mental health, care for the old."),
    "begegnung": N_("Places to meet, neighbours, clubs, volunteering, how people get on."),
    "diskriminierung": N_("Being treated worse, insults, violence, protection from them."),
    "behoerden": N_("Letters, forms, appointments, how offices treat people, residence papers."),
    "teilhabe": N_("Voting, councils, being asked and heard."),
    "beratung": N_("Knowing where to go, advice centres, interpreters, information."),
    "familie": N_("Child care, day nurseries, families, young people."),
    "mobilitaet": N_("Buses, trains, roads, bicycles, driving licences."),
    OTHER: N_("The text says something, but no theme of the codebook fits."),
    NOTHING: N_("The text is no answer: only a dash, a test, or spam. It is not counted."),
}
LABELS: Mapping[str, str] = {
    **FIELDS,
    OTHER: N_("Something else"),
    NOTHING: N_("No answer"),
}


@dataclass(frozen=True)
class Theme:
    """`label` is published with its numbers; `about` and `when` are for those who code. A retired theme is offered no
    more, but texts that have it keep it."""

    id: str
    label: Label
    about: str = ""
    when: str = ""
    retired: bool = False

    @property
    def own(self) -> bool:
        return self.id not in LABELS

    def to_data(self) -> dict[str, Any]:
        words = dict(self.label.words) if isinstance(self.label, Text) else {}
        return {"label": words, "about": self.about, "when": self.when, "retired": self.retired}

    @classmethod
    def from_data(cls, id: str, data: Mapping[str, Any]) -> Theme:
        return cls(id, Text.from_data(data["label"]), data["about"], data["when"], bool(data["retired"]))


STANDARD = tuple(Theme(id, Sentence(label), when=WHEN[id]) for id, label in LABELS.items())


@dataclass(frozen=True)
class Codebook:
    """`own` are the themes staff added; `second` percent of the texts are coded by a second person, too."""

    own: tuple[Theme, ...] = field(default=())
    second: int = 0

    @property
    def themes(self) -> tuple[Theme, ...]:
        """All themes in the order they are offered: the fields, those of one's own, then what stands alone."""
        fields = tuple(theme for theme in STANDARD if theme.id not in ALONE)
        return fields + self.own + tuple(theme for theme in STANDARD if theme.id in ALONE)

    @property
    def offered(self) -> tuple[Theme, ...]:
        return tuple(theme for theme in self.themes if not theme.retired)

    def theme(self, id: str) -> Theme | None:
        return next((theme for theme in self.themes if theme.id == id), None)

    def chosen(self, given: Iterable[str], kept: Iterable[str] = ()) -> tuple[str, ...]:
        """The themes someone chose, in the order of the codebook; `kept` are retired ones the text may keep."""
        allowed = {theme.id for theme in self.offered} | set(kept)
        wanted = set(given)
        themes = tuple(theme.id for theme in self.themes if theme.id in wanted & allowed)
        if not themes:
            raise Problem(N_("Choose at least one theme."), "themes")
        if len(themes) > 1 and set(themes) & set(ALONE):
            raise Problem(N_("“Something else” and “No answer” stand alone. Take the other themes away."), "themes")
        return themes


def new_theme(codebook: Codebook, id: str, label: Text, about: str, when: str) -> Theme:
    """A theme of one's own as it may be kept: a new one, or the next words of one that is there."""
    if not ID.fullmatch(id) or id in LABELS:
        raise Problem(N_("Give it a short name of a-z, 0-9 and -, such as parkplaetze, that no other theme has."), "id")
    if id not in {theme.id for theme in codebook.own} and len(codebook.own) >= MOST_OWN:
        raise Problem(N_("A codebook holds at most {most} themes of your own."), "id", most=MOST_OWN)
    if not label.words.get("de"):
        raise Problem(N_("Write what the theme is called in German at least."), "label.de")
    if any(len(words) > MOST_LABEL for words in label.words.values()):
        raise Problem(N_("Write a name of at most {most} letters in each language."), "label.de", most=MOST_LABEL)
    if max(len(about), len(when)) > MOST_WORDS:
        raise Problem(N_("Write at most {most} letters."), "about", most=MOST_WORDS)
    return Theme(id, label, about, when)


def short_name(words: str, taken: Iterable[str]) -> str:
    """A short name made from a label, that no other theme has."""
    letters = re.sub(r"[^a-z0-9]+", "-", "-".join(folded(word) for word in words.split())).strip("-")[:30].strip("-")
    stem = letters if ID.fullmatch(letters) else "thema"
    used = {*taken, *LABELS}
    return next(name for name in (stem, *(f"{stem}-{n}" for n in range(2, 99))) if name not in used)

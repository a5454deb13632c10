"""A questionnaire at a glance: its state, its versions, how far each language is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from app.domain.language import LANGUAGES, Language
from app.domain.questionnaire import Questionnaire
from app.domain.sentence import N_
from app.domain.text import counted
from app.store import questionnaires
from app.store.questionnaires import Draft, Version

STATES = {"draft": N_("Not published yet"), "open": N_("Open for answers"), "closed": N_("Closed")}
ACCESS = {
    "open": N_("Anyone with the link"),
    "shared": N_("Everyone with the code of an event"),
    "single": N_("Whoever has a printed code, once"),
}
# In the order a bar shows them.
TEXTS = {
    "source": N_("original"),
    "reviewed": N_("reviewed"),
    "draft": N_("not reviewed"),
    "outdated": N_("outdated"),
    "missing": N_("missing"),
}


@dataclass(frozen=True)
class Progress:
    """How many texts of a language are in which state; `public` says whether the language is switched on."""

    language: Language
    public: bool
    source: bool
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def begun(self) -> bool:
        return self.public or self.counts.get("missing", 0) < self.total

    @property
    def reviewed(self) -> int:
        return self.counts.get("source", 0) + self.counts.get("reviewed", 0)

    def parts(self) -> Iterator[tuple[str, str, int, int]]:
        """Each state that occurs, in words, with where it begins and how many there are."""
        begins = 0
        for state, label in TEXTS.items():
            count = self.counts.get(state, 0)
            if count:
                yield state, label, begins, count
                begins += count


@dataclass(frozen=True)
class Overview:
    """A draft and what became of it: `version` is the newest published one."""

    draft: Draft
    version: Version | None
    languages: tuple[Progress, ...]

    @property
    def state_label(self) -> str:
        return STATES[self.draft.state]

    @property
    def access_label(self) -> str:
        return ACCESS[self.draft.questionnaire.access]

    @property
    def changed(self) -> bool:
        """Whether publishing would change what people see."""
        return self.version is None or self.version.questionnaire != self.draft.questionnaire


def overview(db: Connection, draft: Draft) -> Overview:
    return _overview(draft, questionnaires.published(db, draft.slug))


def overviews(db: Connection, drafts: Iterable[Draft]) -> list[Overview]:
    newest = {version.slug: version for version in questionnaires.all_published(db)}
    return [_overview(draft, newest.get(draft.slug)) for draft in drafts]


def _overview(draft: Draft, version: Version | None) -> Overview:
    return Overview(draft, version, tuple(progress(draft.questionnaire)))


def progress(questionnaire: Questionnaire) -> Iterator[Progress]:
    said = (text for _, text, must in questionnaire.texts() if must or text)
    for tag, counts in counted(said, list(LANGUAGES), questionnaire.source).items():
        yield Progress(LANGUAGES[tag], tag in questionnaire.languages, tag == questionnaire.source, counts)

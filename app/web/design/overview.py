"""A questionnaire at a glance: its state, its versions, how far each language is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from app.domain.sentence import N_
from app.store import questionnaires
from app.store.questionnaires import Draft, Version
from app.web.translating.progress import Progress, progress

STATES = {"draft": N_("Not published yet"), "open": N_("Open for answers"), "closed": N_("Closed")}
ACCESS = {
    "open": N_("Anyone with the link"),
    "shared": N_("Everyone with the code of an event"),
    "single": N_("Whoever has a printed code, once"),
}


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

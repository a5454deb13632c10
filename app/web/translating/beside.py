"""What helps beside a text to translate: agreed terms, words used before, and what the original said then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.domain.documents import KINDS
from app.domain.glossary import Agreed, agreed
from app.domain.memory import GERMAN, Memory, Suggestion, suggestions
from app.domain.text import fingerprint
from app.domain.translation import Line
from app.store import documents, glossary, questionnaires, steps
from app.web.access import current_person
from app.web.translating.work import Work

OPEN = ("missing", "outdated")


@dataclass(frozen=True)
class Beside:
    """Empty where there is nothing to help with."""

    before: str = ""
    agreed: Sequence[Agreed] = ()
    suggestions: Sequence[Suggestion] = ()


def beside(db: Connection, work: Work, language: str, lines: Sequence[Line]) -> Mapping[str, Beside]:
    """For each line what helps with it; memory is asked where there are no good words yet."""
    terms = glossary.terms(db)
    open_lines = [line for line in lines if line.state in OPEN]
    memories = list(_memories(db, work, language)) if open_lines else []
    before = _before(db, work, [line for line in open_lines if line.words], memories)
    return {
        line.path: Beside(
            before.get(line.path, ""),
            agreed([line.text.words.get(tag, "") for tag in GERMAN], line.words, language, terms),
            suggestions(memories, line.original) if line in open_lines else (),
        )
        for line in lines
    }


def _before(db: Connection, work: Work, outdated: Sequence[Line], memories: Sequence[Memory]) -> dict[str, str]:
    """The originals these translations were made from, from published versions and the steps of the draft."""
    wanted = {line.path: line.mark.made_from for line in outdated if line.mark}
    known = {made_from: words for memory in memories for made_from, words in memory.originals.items()}
    if not set(wanted.values()) <= set(known):
        source = work.thing.source
        for change in steps.ways_back(db, work.name):
            known |= {fingerprint(words): words for words in _said_in(change, source)}
    return {path: known[made_from] for path, made_from in wanted.items() if made_from in known}


def _said_in(change: object, source: str) -> Iterator[str]:
    """Every text in this language somewhere in a change of something stored."""
    if isinstance(change, dict):
        words = change.get(source)
        words = words.get("=") if isinstance(words, dict) else words
        if isinstance(words, str):
            yield words
        for value in change.values():
            yield from _said_in(value, source)
    elif isinstance(change, list):
        for value in change:
            yield from _said_in(value, source)


def _memories(db: Connection, work: Work, language: str) -> Iterator[Memory]:
    """A memory of every version and of the other drafts this person may see, made once for each state of it."""
    yield from _of_questionnaires(db, work, language)
    yield from _of_documents(db, work, language)


def _of_documents(db: Connection, work: Work, language: str) -> Iterator[Memory]:
    """The same of documents: their drafts for staff, for guests what is public of them."""
    place, person = str(db.engine.url), current_person()
    inside = person is not None and person.at("").may("see translations")
    for kind, slug, revision, edition in documents.revisions(db):
        name, state = f"{kind}/{slug}", revision if inside else -edition
        if name == work.name or kind not in KINDS or not state:
            continue
        key = (place, name, language, str(inside))
        if _drafts.get(key, (None, None))[0] != state:
            found = documents.draft(db, KINDS[kind], slug) if inside else documents.published(db, KINDS[kind], slug)
            if found is None:
                continue
            _drafts[key] = (state, Memory(found.document, language))
        yield _drafts[key][1]


def _of_questionnaires(db: Connection, work: Work, language: str) -> Iterator[Memory]:
    place, person = str(db.engine.url), current_person()  # nobody for a guest, who sees of others what is public
    for slug, revision in questionnaires.revisions(db).items():
        if slug != work.name and person and person.may("see translations", slug):
            key = (place, slug, language)
            if _drafts.get(key, (0, None))[0] != revision:
                other = questionnaires.draft(db, slug)
                if other is None:
                    continue
                _drafts[key] = (revision, Memory(other.questionnaire, language))
            yield _drafts[key][1]
        for number, version in questionnaires.versions(db, slug, MOST_VERSIONS):
            version_key = (place, slug, language, str(number))
            if version_key not in _versions:
                _versions[version_key] = Memory(version, language)
            yield _versions[version_key]


MOST_VERSIONS = 1_000
_drafts: dict[tuple[str, ...], tuple[int, Memory]] = {}
_versions: dict[tuple[str, ...], Memory] = {}

"""What would make a questionnaire better and does not keep it from being published, each with the place to mend."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.minutes import Minutes
from app.domain.questionnaire import Questionnaire
from app.domain.readability import BOUNDS, hard_spots
from app.domain.sentence import N_, Problem

HEAVY = 30 * 1024  # bytes of a page, packed: some seconds on a slow phone


def hard_texts(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Sentences and words of the German texts that are hard to read."""
    for path, text, _ in questionnaire.texts():
        for language in BOUNDS:
            if text.words.get(language):
                yield from hard_spots(text.words[language], language, f"{path}.{language}")


def wrong_minutes(claimed: int, found: Minutes) -> Iterator[Problem]:
    """When the start page promises less time, or much more, than answering takes."""
    if found.usual > claimed + 1 or found.longest > claimed + 3 or found.usual < claimed / 2:
        yield Problem(
            N_("The start page says {claimed} minutes. We reckon with {usual}, or {longest} for the longest way."),
            "minutes",
            claimed=claimed,
            usual=max(1, round(found.usual)),
            longest=max(1, round(found.longest)),
        )

"""One of the things to choose from, and the order in which they are shown."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.sent import Sent
from app.domain.sentence import N_, Problem
from app.domain.tally import Counts, Label, Row, Tally
from app.domain.text import Text

MOST_WORDS = 200  # characters beside "something else"


@dataclass(frozen=True)
class Option:
    """`exclusive` rules out all others ("none of these"), `open` asks for words ("something else"),
    `aside` is no opinion ("don't know", "rather not say") and always a way out, `lent` belongs to another question.
    `picture` is one of ours (picture.DRAWINGS) or of the questionnaire's, and `alt` says what it shows."""

    id: str
    label: Text = Text()
    exclusive: bool = False
    open: bool = False
    aside: bool = False
    lent: bool = False
    picture: str = ""
    alt: Text = Text()

    @property
    def remainder(self) -> bool:
        """Whether it says what someone does not say: it stands last in results and is never their message."""
        return self.open or self.aside

    @property
    def pinned(self) -> bool:
        return self.exclusive or self.open or self.aside


def shuffled(options: Sequence[Option], seed: str) -> list[Option]:
    """The options in an order that is random between visitors and stable for one; pinned ones stay last."""
    free = [option for option in options if not option.pinned]
    random.Random(seed).shuffle(free)  # noqa: S311  an order on a page is no secret
    return free + [option for option in options if option.pinned]


def chosen(options: Sequence[Option], sent: Sequence[str]) -> list[str]:
    """The ids that were sent, once each and in the questionnaire's order."""
    known = [option.id for option in options]
    if any(id not in known for id in sent):
        raise Problem(N_("Choose from the answers shown here."))
    return [id for id in known if id in sent]


def own_words(question: str, ids: Sequence[str], options: Sequence[Option], sent: Sent) -> dict[str, str]:
    """What was written beside the open options that were chosen, by option."""
    words = {o.id: sent.one(f"{question}.{o.id}") for o in options if o.open and o.id in ids}
    if any(len(said) > MOST_WORDS for said in words.values()):
        raise Problem(N_("Your text is too long. Write at most {most} characters."), most=MOST_WORDS)
    return {id: said for id, said in words.items() if said}


def written_beside(question: str, options: Sequence[Option], sent: Sent) -> list[str]:
    """The open options something was written beside: writing counts as choosing."""
    return [option.id for option in options if option.open and sent.one(f"{question}.{option.id}")]


def label_of(options: Sequence[Option], id: str) -> Text | str:
    return next((option.label for option in options if option.id == id), id)


def labels(options: Sequence[Option]) -> dict[str, Label]:
    return {option.id: option.label for option in options}


def bars(options: Sequence[Option], counts: Counts, *, several: bool = False, ordered: bool = False) -> Tally:
    """A bar for each option, of all who answered."""
    rows = tuple(Row(o.label, (counts[o.id],), counts.answered, last=o.remainder) for o in options)
    return Tally("bars", counts.answered, rows, several=several, ordered=ordered)

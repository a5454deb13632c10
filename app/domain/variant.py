"""Other words for the same question: asked of oneself, of us, of somebody one helps. The answers stay the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.rule import Rule
from app.domain.text import Text


@dataclass(frozen=True)
class Variant:
    """Whoever `when` holds for reads this title and this help, where there are any."""

    id: str
    when: Rule | None = None
    title: Text = Text()
    help: Text = Text()

    def texts(self) -> Iterator[tuple[str, Text, bool]]:
        yield "title", self.title, True
        yield "help", self.help, bool(self.help)

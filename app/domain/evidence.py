"""What a demand or measure rests on: a published question, texts about a theme, a statement, an event, a paper.

A source names it as a path: question/<questionnaire>/<question>, theme/<questionnaire>/<question>/<theme>,
statement/<conversation>/<statement>, event/<event>, or paper/<name> for what is on no page of ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.domain.sentence import N_
from app.domain.short_name import SLUG

LABELS = {
    "question": N_("Results of a question"),
    "theme": N_("What people wrote"),
    "statement": N_("A statement people voted on"),
    "event": N_("An event"),
    "paper": N_("Cards or minutes on paper"),
}
_PARTS = {"question": 2, "theme": 3, "statement": 2, "event": 1, "paper": 1}  # behind the kind
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}")
_ADDRESSES = (
    (re.compile(r"/results/([^/]+)/q/([^/]+)/?"), "question"),
    (re.compile(r"/statements/([^/]+)/results/?#s-(.+)"), "statement"),
    (re.compile(r"/events/([^/]+)/?"), "event"),
)


@dataclass(frozen=True)
class Source:
    """A source read: what kind it is, whose page it stands on, and the names that follow."""

    kind: str
    slug: str
    names: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The path of the page it stands on, "" where there is none."""
        match self.kind, self.names:
            case ("question", (question,)) | ("theme", (question, _)):
                return f"/results/{self.slug}/q/{question}"
            case "statement", (id,):
                return f"/statements/{self.slug}/results#s-{id}"
            case "event", ():
                return f"/events/{self.slug}"
        return ""


def source(written: str) -> Source | None:
    """The source of this path, None where it is not written like one."""
    kind, *names = written.split("/")
    if len(names) != _PARTS.get(kind, -1) or not all(_NAME.fullmatch(name) for name in names):
        return None
    return Source(kind, names[0], tuple(names[1:])) if SLUG.fullmatch(names[0]) else None


def from_address(pasted: str) -> str:
    """The source that the address of one of our public pages shows, "" for any other."""
    parts = urlsplit(pasted.strip()[:500])
    path = f"{parts.path}#{parts.fragment}" if parts.fragment else parts.path
    for pattern, kind in _ADDRESSES:
        if found := pattern.fullmatch(path):
            written = "/".join((kind, *found.groups()))
            return written if source(written) else ""
    return ""

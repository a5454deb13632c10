"""What a form of the editor sent: each field, and what its author saw before typing."""

from __future__ import annotations

from flask import request

from app.domain.merge import Entry
from app.domain.setting import Hand
from app.web import clock
from app.web.access import signed_in


def hand(source: str) -> Hand:
    """Whoever is signed in, writing today; `source` is the language of the original."""
    return Hand(source, signed_in().name, str(clock.today()))


def entries() -> list[Entry]:
    """The fields of the form that was sent: f.PATH holds the words, was.PATH the fingerprint of those its author saw,
    sent.PATH words whose way was cut off. A field whose author takes the words of the other (take.PATH) is left out."""
    form = request.form
    paths = [name.removeprefix("was.") for name in form if name.startswith("was.")]
    return [
        Entry(path, form.get(f"f.{path}", ""), form[f"was.{path}"], tuple(form.getlist(f"sent.{path}")))
        for path in paths
        if form.get(f"take.{path}") != "theirs"
    ]

"""What a browser sent, field by field, cleaned of what no one can read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

# Control characters but for tab and line breaks, lone surrogates, and the bidi overrides that make text lie.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\ud800-\udfff\ufeff\ufffe\uffff]")


class Sent:
    """The fields of a form. A field belongs to the question its name begins with: "wohnen", "wohnen.andere"."""

    def __init__(self, fields: Mapping[str, Sequence[str]]):
        self._fields = {name: [clean(value) for value in values] for name, values in fields.items()}

    @cached_property
    def ids(self) -> frozenset[str]:
        """The questions something was sent for."""
        return frozenset([name.partition(".")[0] for name in self._fields])

    @cached_property
    def alone(self) -> Mapping[str, str]:
        """The questions that one value and nothing else was sent for, with this value."""
        found = {name: values[0] for name, values in self._fields.items() if len(values) == 1}
        for name in self._fields:
            if "." in name:
                found.pop(name.partition(".")[0], None)
        return found

    def all(self, name: str) -> list[str]:
        return [value for value in self._fields.get(name, []) if value]

    def one(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def belonging_to(self, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The fields of these questions as they were sent, to be carried along in the next form."""
        wanted = set(ids)
        for name, values in self._fields.items():
            if name.partition(".")[0] in wanted:
                yield from ((name, value) for value in values if value)

    def without(self, ids: Iterable[str]) -> Sent:
        dropped = set(ids)
        return Sent({n: v for n, v in self._fields.items() if n.partition(".")[0] not in dropped})

    def less(self, name: str, dropped: Iterable[str]) -> Sent:
        """The same without some values of one field."""
        return Sent({**self._fields, name: [value for value in self._fields.get(name, []) if value not in dropped]})


def clean(value: str) -> str:
    if value.isascii() and value.isprintable():  # nearly all there is: ids of answers
        return value.strip()
    return unicodedata.normalize("NFC", _UNREADABLE.sub("", value)).strip()

"""A memory of finished pages, which forgets them all as soon as anything public has changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from threading import Lock
from time import monotonic

from app.store.changes import changes, noticed

SECOND = 1.0
BESIDES = 2_000  # bytes a page costs besides its body: its key and its headers

Key = tuple[str, ...]
Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """An answer as it goes over the wire. `tag` is its strong ETag."""

    status: str
    headers: Headers
    body: bytes
    tag: str

    @property
    def size(self) -> int:
        return len(self.body) + BESIDES


class Memory:
    """Up to `room` bytes of pages, those asked for last.

    `look` gives a mark that stays as long as nothing has changed, or None when that cannot be told: then nobody can
    change anything either. It is asked once a second and after every change by this process, by one request while the
    others go on.
    """

    def __init__(self, look: Callable[[], str | None], room: int) -> None:
        self._look, self._room = look, room
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._size = 0
        self._mark: str | None = None
        self._looked = -inf
        self._changes = 0
        self.turn = 0  # goes up with every forgetting
        self._lock, self._looking = Lock(), Lock()

    def page(self, key: Key) -> Page | None:
        if monotonic() - self._looked >= SECOND or self._changes != changes():
            self._stay_fresh()
        with self._lock:
            found = self._pages.get(key)
            if found:
                self._pages.move_to_end(key)
            return found

    def keep(self, key: Key, page: Page, turn: int) -> None:
        """Keep a page that was begun in this turn: what was made before the last change is not kept after it."""
        with self._lock:
            if turn != self.turn or page.size > self._room:
                return
            self._forget(key)
            self._pages[key] = page
            self._size += page.size
            while self._size > self._room:
                self._forget(next(iter(self._pages)))

    def __len__(self) -> int:
        return len(self._pages)

    def _stay_fresh(self) -> None:
        if not self._looking.acquire(blocking=False):
            return
        try:
            before, mark = changes(), self._look()
            if mark is not None and mark != self._mark:
                # First: pages of the new turn must not be made of what others remember of the old.
                before = noticed() if before == changes() else before
                self._begin_anew(mark)
            # After the look: where the database takes long to say that it is away, not everyone waits for that.
            self._changes, self._looked = before, monotonic()
        finally:
            self._looking.release()

    def _begin_anew(self, mark: str) -> None:
        with self._lock:
            self._pages.clear()
            self._size, self._mark = 0, mark
            self.turn += 1

    def _forget(self, key: Key) -> None:
        if gone := self._pages.pop(key, None):
            self._size -= gone.size

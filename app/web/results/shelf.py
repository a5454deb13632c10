"""A shelf of ready-made pages: hundreds who look at the same numbers cost as much as one."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Page = TypeVar("Page")


class Shelf(Generic[Page]):
    """Keeps the pages asked for last, each under a name that changes when the page does."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._pages: dict[str, Page] = {}
        self._lock = Lock()

    def page(self, name: str, make: Callable[[], Page]) -> Page:
        with self._lock:
            found = self._pages.pop(name, None)
        page = make() if found is None else found  # outside the lock: making one takes a twentieth of a second
        with self._lock:
            self._pages[name] = page
            while len(self._pages) > self._room:
                del self._pages[next(iter(self._pages))]
        return page

"""A shelf of ready-made pages: hundreds who look at the same numbers cost as much as one."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, RLock
from typing import Generic, TypeVar

Page = TypeVar("Page")


class Shelf(Generic[Page]):
    """Keeps the pages asked for last, each under a name that changes when the page does.

    Pages are made one at a time: at once they would share one core, and when a release comes, all ask for the same.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._pages: dict[str, Page] = {}
        self._lock, self._making = Lock(), RLock()

    def page(self, name: str, make: Callable[[], Page]) -> Page:
        found = self._found(name)
        if found is not None:
            return found
        with self._making:
            found = self._found(name)  # another may have made it meanwhile
            return self._kept(name, make()) if found is None else found

    def _found(self, name: str) -> Page | None:
        with self._lock:
            page = self._pages.pop(name, None)
            if page is not None:
                self._pages[name] = page
            return page

    def _kept(self, name: str, page: Page) -> Page:
        with self._lock:
            self._pages[name] = page
            while len(self._pages) > self._room:
                del self._pages[next(iter(self._pages))]
        return page

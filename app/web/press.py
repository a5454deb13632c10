"""The press: makes files that take seconds, one at a time, and keeps those that were asked for last."""

from __future__ import annotations

from collections.abc import Callable
from threading import BoundedSemaphore, Lock

MIB = 1024 * 1024


class Press:
    """Files under names that change when the file does, `room` bytes of them. In memory: what is taken back from a
    later release must not lie in a folder.

    `seats` are those who may wait for `patience` seconds while another file is made; whoever comes then is told to
    come again, so that files keep no thread from those who answer.
    """

    def __init__(self, room: int = 48 * MIB, seats: int = 2, patience: float = 20) -> None:
        self._room = room
        self._patience = patience
        self._files: dict[str, bytes] = {}
        self._shelf, self._machine, self._seats = Lock(), Lock(), BoundedSemaphore(seats)

    def file(self, name: str, make: Callable[[], bytes]) -> bytes | None:
        """The file, or None when too many wait."""
        return self._found(name) or self._wait(name, make)

    def _wait(self, name: str, make: Callable[[], bytes]) -> bytes | None:
        if not self._seats.acquire(blocking=False):
            return None
        try:
            if not self._machine.acquire(timeout=self._patience):
                return None
            try:
                return self._found(name) or self._kept(name, make())  # another may have made it meanwhile
            finally:
                self._machine.release()
        finally:
            self._seats.release()

    def _found(self, name: str) -> bytes | None:
        with self._shelf:
            file = self._files.pop(name, None)
            if file is not None:
                self._files[name] = file
            return file

    def _kept(self, name: str, file: bytes) -> bytes:
        with self._shelf:
            self._files[name] = file
            while len(self._files) > 1 and sum(map(len, self._files.values())) > self._room:
                del self._files[next(iter(self._files))]
        return file

"""Which sheets of a kiosk are over: the browser's back button could send them again, and show them to the next person.

All workers share one small file. It holds hashes of random names in places that follow from the hash, so it keeps
no order and no time, and each new day begins with an empty one.
"""

from __future__ import annotations

import hashlib
import hmac
import mmap
import os
from datetime import date
from pathlib import Path

PLACES = 8192
WIDTH = 8  # bytes of a hash: enough not to meet another by chance
SIZE = PLACES * WIDTH


class Ended:
    """The sheets that are over today. Where the folder cannot be written, each worker remembers for itself."""

    def __init__(self, folder: Path, secret: str) -> None:
        self._folder, self._secret = folder, secret
        self._day = date.min
        self._table = mmap.mmap(-1, SIZE)

    def mark(self, form: str) -> str:
        """What an address may say of a sheet: a hash that leads back to nothing."""
        message = f"kiosk|{form}".encode(errors="replace")
        return hmac.new(self._secret.encode(), message, hashlib.sha256).hexdigest()[: 2 * WIDTH]

    def end(self, mark: str, day: date) -> None:
        """End the sheet with this mark; anything else than a mark ends nothing."""
        try:
            name = bytes.fromhex(mark)
        except ValueError:
            return
        if len(name) == WIDTH:
            self._of(day)[self._place(name)] = name

    def over(self, form: str, day: date) -> bool:
        name = bytes.fromhex(self.mark(form))
        return self._of(day)[self._place(name)] == name

    def _place(self, name: bytes) -> slice:
        begins = int.from_bytes(name[:4]) % PLACES * WIDTH
        return slice(begins, begins + WIDTH)

    def _of(self, day: date) -> mmap.mmap:
        if day != self._day:
            self._table, self._day = _shared(self._folder, day), day
        return self._table


def _shared(folder: Path, day: date) -> mmap.mmap:
    """Today's table; those of other days are removed."""
    file = folder / f"kiosk-{day.isoformat()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("kiosk-*"):
            if old != file:
                old.unlink(missing_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return mmap.mmap(-1, SIZE)
    try:
        os.ftruncate(descriptor, SIZE)  # the same for all who come first: new bytes are zero
        return mmap.mmap(descriptor, SIZE)
    finally:
        os.close(descriptor)

"""What a library that only writes to paths would write, without leaving people's answers on a disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def in_memory(write: Callable[[str], object]) -> bytes:
    """The file `write` makes at the path it is given."""
    if hasattr(os, "memfd_create"):
        opened = os.memfd_create("answers")
        try:
            path = f"/proc/self/fd/{opened}"
            write(path)
            return Path(path).read_bytes()
        finally:
            os.close(opened)
    with tempfile.TemporaryDirectory() as folder:  # systems other than Linux
        write(f"{folder}/answers")
        return (Path(folder) / "answers").read_bytes()

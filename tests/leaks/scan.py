"""Looking for words in everything servers leave behind: files of any kind, and files deleted but still held open."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

EPOCH_2000 = datetime(2000, 1, 1, tzinfo=UTC)  # where PostgreSQL's clock begins


def found(words: Iterable[str], contents: dict[str, bytes]) -> dict[str, set[str]]:
    """The words that stand somewhere, and where."""
    where = {word: {name for name, content in contents.items() if word.encode() in content} for word in words}
    return {word: names for word, names in where.items() if names}


def files(**folders: Path) -> dict[str, bytes]:
    """Every file below the folders, by a name that begins with the folder's; what goes away meanwhile is left out."""
    contents = {}
    for name, folder in folders.items():
        for file in folder.rglob("*"):
            try:
                if file.is_file():
                    contents[f"{name}/{file.relative_to(folder)}"] = file.read_bytes()
            except FileNotFoundError:
                continue
    return contents


def held_open(pids: Iterable[int]) -> dict[str, bytes]:
    """Files without a name that these processes and their children still hold, as temporary files are."""
    contents = {}
    for pid in family(pids):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            try:
                target = str(entry.readlink())
                if target.endswith("(deleted)") and entry.is_file():
                    contents[f"open/{pid}{target}"] = entry.read_bytes()
            except OSError:
                continue
    return contents


def family(pids: Iterable[int]) -> Iterator[int]:
    for pid in pids:
        yield pid
        children = Path(f"/proc/{pid}/task/{pid}/children")
        yield from family(int(child) for child in children.read_text().split())


def seconds_of(moment: datetime) -> list[str]:
    """How a second may be written down in words."""
    return [f"{moment:%H:%M:%S}", f"{moment:%H%M%S}", str(int(moment.timestamp()))]


def moments(contents: dict[str, bytes], moment: datetime) -> set[str]:
    """Where a time within this second stands as PostgreSQL stores it: microseconds in eight bytes."""
    begin = int((moment - EPOCH_2000).total_seconds()) * 1_000_000
    return {name for name, content in contents.items() if _holds(content, begin, begin + 999_999)}


def _holds(content: bytes, first: int, last: int) -> bool:
    """Whether a number in this range begins at any byte."""
    for shift in range(min(8, max(len(content) - 7, 0))):
        numbers = np.frombuffer(content, dtype="<i8", offset=shift, count=(len(content) - shift) // 8)
        if ((numbers >= first) & (numbers <= last)).any():
            return True
    return False

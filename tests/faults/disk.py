"""What a program did to the files of a folder, call by call, and what a disk may hold of it after a power cut.

A disk owes nobody more than POSIX promises: what was written to a file is safe once that file was synced, a name in a
folder once the folder was. Anything else may be there or not, in any mixture; of a write, each sector of 512 bytes by
itself. Names appear in the order in which they were made, as journalling file systems keep it.
"""

import re
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from tests.services import strace

SECTOR = 512
CALLS = "openat,open,creat,close,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,ftruncate,truncate,fallocate,"
CALLS += "rename,renameat,renameat2,unlink,unlinkat,link,linkat,mmap,dup,dup2,dup3"
LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)", re.DOTALL)
STARTED, RESUMED = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$"), re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')


@dataclass(frozen=True)
class Write:
    file: int
    at: int
    data: bytes


@dataclass(frozen=True)
class Shorten:
    file: int
    size: int


@dataclass(frozen=True)
class Sync:
    """Of a file by its number, or of a folder by its name."""

    what: int | str


@dataclass(frozen=True)
class Name:
    """From now on this name means this file; None: it is gone."""

    name: str
    file: int | None


@dataclass(frozen=True)
class Said:
    """What the program told the world meanwhile."""

    words: bytes


Step = Write | Shorten | Sync | Name | Said


@dataclass
class Recording:
    """The files as they were before, and every step since; files go by numbers, for a name may change its file."""

    files: dict[int, bytes]
    names: dict[str, int]
    steps: list[Step] = field(default_factory=list)

    def after(self, cut, chance):
        """The files of the folder by name, when the power fails before step number `cut`."""
        disk = Disk({file: bytearray(content) for file, content in self.files.items()}, dict(self.names))
        for step in self.steps[:cut]:
            disk.take(step)
        return disk.left(chance)

    def said(self, cut):
        return b"".join(step.words for step in self.steps[:cut] if isinstance(step, Said))


@dataclass
class Disk:
    safe: dict[int, bytearray]
    names: dict[str, int]
    waiting: dict[int, list[Write | Shorten]] = field(default_factory=lambda: defaultdict(list))
    renamed: list[Name] = field(default_factory=list)

    def take(self, step):
        match step:
            case Write(file) | Shorten(file):
                self.waiting[file].append(step)
            case Name():
                self.renamed.append(step)
            case Sync(int(file)):
                for each in self.waiting.pop(file, []):
                    _apply(self.safe.setdefault(file, bytearray()), each)
            case Sync(str()):
                self._settle(len(self.renamed))

    def left(self, chance):
        for file, steps in self.waiting.items():
            content = self.safe.setdefault(file, bytearray())
            for step in steps:
                _perhaps(content, step, chance)
        self._settle(chance.randint(0, len(self.renamed)))
        return {name: bytes(self.safe.get(file, b"")) for name, file in self.names.items()}

    def _settle(self, count):
        for each in self.renamed[:count]:
            self.names.pop(each.name, None)
            if each.file is not None:
                self.names[each.name] = each.file
        del self.renamed[:count]


def _apply(content, step):
    if isinstance(step, Shorten):
        del content[step.size :]
        step = Write(step.file, step.size, b"")  # or lengthen
    content.extend(bytes(max(step.at + len(step.data) - len(content), 0)))
    content[step.at : step.at + len(step.data)] = step.data


def _perhaps(content, step, chance):
    """Nothing of it, all of it, or of a write some sectors."""
    fate = chance.random()
    if fate < 0.4:
        return
    if isinstance(step, Shorten) or fate < 0.7:
        _apply(content, step)
        return
    for start in range(0, len(step.data), SECTOR):
        if chance.random() < 0.5:
            _apply(content, Write(step.file, step.at + start, step.data[start : start + SECTOR]))


def record(command, folder, log, **given):
    """Run the command under strace and return what it did in the folder."""
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    tracer = [strace.executable(), "-f", "--seccomp-bpf", "-xx", "-s", "10000000", "-e", f"trace={CALLS}", "-o", log]
    subprocess.run([*tracer, *command], check=True, stdout=subprocess.DEVNULL, **given)
    numbers = {name: number for number, name in enumerate(found)}
    recording = Recording({numbers[name]: content for name, content in found.items()}, numbers)
    Reader(folder, recording, dict(numbers), len(found)).read(log)
    return recording


@dataclass
class Reader:
    """Reads what strace wrote. A call to one of our files that it does not know is an error: else it would be blind."""

    folder: Path
    into: Recording
    names: dict[str, int]
    made: int
    opened: dict[int, int | str] = field(default_factory=dict)  # file descriptor: file, or the folder's name
    places: dict[int, int] = field(default_factory=dict)  # file descriptor: where its next write goes

    def read(self, log):
        with log.open() as lines:
            for pid, call, given, result in _calls(lines):
                if result >= 0 and not self._call(call, given, result):
                    raise RuntimeError(f"not known: {call}({given[:200]}) in {pid}")

    def _call(self, call, given, result):
        words = [bytes.fromhex(each.replace("\\x", "")) for each, _ in STRING.findall(given)]
        if call in ("openat", "open", "creat"):
            return self._open(Path(words[0].decode()), given, result)
        if call in ("unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "truncate"):
            return self._named([Path(word.decode()) for word in words], call)
        number = int(given.split(", ")[4 if call == "mmap" else 0])
        if call == "write" and number == 1:
            self.into.steps.append(Said(words[0]))
        file = self.opened.pop(number, None) if call == "close" else self.opened.get(number)
        return call == "close" or file is None or self._handled(call, file, number, given, words, result)

    def _handled(self, call, file, number, given, words, result):
        numbers = [int(each) for each in re.findall(r", (\d+)\b", given)]
        match call:
            case "pwrite64":
                self.into.steps.append(Write(file, numbers[-1], words[0][:result]))
            case "write":
                self.into.steps.append(Write(file, self.places[number], words[0][:result]))
                self.places[number] += result
            case "ftruncate":
                self.into.steps.append(Shorten(file, numbers[-1]))
            case "fsync" | "fdatasync":
                self.into.steps.append(Sync(file))
            case _:
                return False
        return True

    def _open(self, path, given, result):
        self.opened.pop(result, None)
        if path == self.folder:
            self.opened[result] = str(path)
        elif path.parent == self.folder and not _passing(path):
            if path.name not in self.names:
                self.made += 1
                self._name(path.name, self.made)
            self.opened[result], self.places[result] = self.names[path.name], 0
            return "O_TRUNC" not in given and "O_APPEND" not in given
        return True

    def _named(self, paths, call):
        ours = [path.name for path in paths if path.parent == self.folder and not _passing(path)]
        if call.startswith("link") and len(ours) == 2:
            self._name(ours[1], self.names[ours[0]])
        elif call.startswith("unlink") and ours:
            self._name(ours[0], None)
        return not ours or "link" in call

    def _name(self, name, file):
        self.names.pop(name, None)
        if file is not None:
            self.names[name] = file
        self.into.steps.append(Name(name, file))


def _passing(path):
    """Memory that SQLite's connections share while they are open: a mapped file, made anew after a power cut."""
    return path.name.endswith("-shm")


def _calls(lines):
    """(process, name, arguments, result) of each call in the order in which they ended."""
    begun = {}
    for line in lines:
        if started := STARTED.match(line.rstrip("\n")):
            begun[started[1]] = started[2]
            continue
        if resumed := RESUMED.match(line):
            line = f"{resumed[1]} {begun.pop(resumed[1])}{resumed[2]}"
        if call := LINE.match(line):
            yield call[1], call[2], call[3], int(call[4])

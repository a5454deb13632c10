"""Encrypted archives: a tar, packed by gzip, as an age file that only the keepers of a private key can read.

`age --decrypt --identity KEY FILE | tar xz` opens one without us. Nothing is held whole in memory, or unencrypted on
disk.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

Member = tuple[str, bytes]  # name and content of a file in the archive

BLOCK = tarfile.BLOCKSIZE
GZIP = 31  # what zlib calls gzip; it writes no time into the head
LEVEL = 3  # a fifth larger than 6 in a third of the time


class Unreadable(Exception):
    """An archive that is not what was written, or not for this key; its words say which."""


def write(file: Path, members: Iterable[Member], recipients: Iterable[str]) -> str:
    """Write an archive for these public keys, whole or not at all; returns the hash of the file."""
    keys = [pyrage.x25519.Recipient.from_str(each) for each in recipients]
    new = file.with_name(f".{file.name}.new")
    new.unlink(missing_ok=True)
    try:
        with open(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            written = _Hashed(out)
            _encrypt(_Pulled(_packed(members)), written, keys)
            out.flush()
            os.fsync(out.fileno())
        if sha256(new) != written.hash.hexdigest():
            raise OSError(f"{file} was not written as it should be: is the disk all right?")
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
    _settle(file.parent)
    return written.hash.hexdigest()


def sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _settle(folder: Path) -> None:
    """A new name is safe from a power cut when its folder is on disk."""
    place = os.open(folder, os.O_RDONLY)
    os.fsync(place)
    os.close(place)


def _encrypt(source: _Pulled, out: _Hashed, keys: list[Any]) -> None:
    try:
        pyrage.encrypt_io(source, out, keys)
    except (pyrage.EncryptError, OSError) as error:
        # The library tells the words of what went wrong on the way, not the exception.
        raise source.trouble or out.trouble or error from None


def _packed(members: Iterable[Member]) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
    for name, content in members:
        about = tarfile.TarInfo(name)
        about.size, about.mode = len(content), 0o600
        yield packer.compress(about.tobuf())
        yield packer.compress(content)
        yield packer.compress(bytes(-len(content) % BLOCK))
    yield packer.compress(bytes(2 * BLOCK))
    yield packer.flush()


class _Pulled:
    """Bytes as they come, for a library that wants a file to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""
        self.trouble: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._left:
                self._left = next(self._pieces)
        except StopIteration:
            return b""
        except BaseException as error:
            self.trouble = error
            raise
        piece, self._left = self._left[:size], self._left[size:]
        return piece


class _Hashed:
    """Writes and hashes on the way."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self.hash = out, hashlib.sha256()
        self.trouble: BaseException | None = None

    def write(self, piece: bytes) -> int:
        self.hash.update(piece)
        try:
            return self._out.write(piece)
        except OSError as error:
            self.trouble = error
            raise

    def flush(self) -> None:
        self._out.flush()


# -- reading


def identities(file: Path) -> list[Any]:
    """The private keys of a file as age-keygen writes it."""
    lines = [line.strip() for line in file.read_text().splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    try:
        return [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError:
        raise Unreadable(f"{file} holds no private key: it begins with AGE-SECRET-KEY-1.") from None


@contextmanager
def opened(file: Path, keys: list[Any]) -> Iterator[Iterator[Member]]:
    """The members of an archive one after the other. Whoever uses them may trust them only when this has ended: that
    nothing is cut off shows at the end."""
    out, into = os.pipe()
    trouble: list[Exception] = []
    worker = threading.Thread(target=_decrypt, args=(file, keys, into, trouble))
    worker.start()
    try:
        with open(out, "rb") as packed:
            yield _members(packed)
            while packed.read(1 << 16):  # to the end, which decides whether it is whole
                pass
    except (tarfile.TarError, zlib.error, EOFError) as error:
        worker.join()
        raise _told(file, trouble) or Unreadable(f"{file} is damaged.") from error
    finally:
        worker.join()
    if trouble:
        raise _told(file, trouble) or trouble[0]


def _decrypt(file: Path, keys: list[Any], into: int, trouble: list[Exception]) -> None:
    with open(into, "wb") as pipe, file.open("rb") as content, suppress(BrokenPipeError):
        try:
            pyrage.decrypt_io(content, pipe, keys)
        except (pyrage.DecryptError, OSError) as error:
            trouble.append(error)


def _members(packed: BinaryIO) -> Iterator[Member]:
    with tarfile.open(fileobj=packed, mode="r|gz") as archive:
        for about in archive:
            content = archive.extractfile(about)
            if content is not None:
                yield about.name, content.read()


def _told(file: Path, trouble: list[Exception]) -> Unreadable | None:
    match trouble:
        case [pyrage.DecryptError() as error] if "No matching keys" in str(error):
            return Unreadable(f"{file} was not encrypted for this key, or its head is damaged.")
        case [pyrage.DecryptError()]:
            return Unreadable(f"{file} is not an age file, or its head is damaged.")
        case [OSError()]:
            return Unreadable(f"{file} is damaged or cut off.")
    return None

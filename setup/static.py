"""Keeps a gzip and a brotli twin beside each static file, so that no request has to compress one."""

import sys
from pathlib import Path

from whitenoise.compress import Compressor

TWINS = (".gz", ".br")


def refresh(folder: Path) -> None:
    compressor = Compressor(quiet=True)
    files = [file for file in folder.rglob("*") if file.is_file()]
    originals = [file for file in files if file.suffix not in TWINS]
    for file in originals:
        if compressor.should_compress(file.name) and not has_twin(file):
            compressor.compress(str(file))
    for twin in set(files).difference(originals):
        if not twin.with_suffix("").exists():
            twin.unlink()


def has_twin(file: Path) -> bool:
    """WhiteNoise gives a twin the time of its original, so another time means an older text."""
    twins = [file.with_name(file.name + ending) for ending in TWINS]
    return all(twin.exists() and int(twin.stat().st_mtime) == int(file.stat().st_mtime) for twin in twins)


if __name__ == "__main__":
    refresh(Path(sys.argv[1]))

"""On which machine and with which versions something was measured: the line below every table."""

import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("flask", "gunicorn", "sqlalchemy", "numpy")


def described() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{processors()}, Python {platform.python_version()}, {packages}, SQLite {sqlite3.sqlite_version}, "
        f"{datetime.now(UTC):%Y-%m-%d}"
    )


def processors() -> str:
    """The number of cores and what they are called, where Linux says so."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(models)} x {models[0]}" if models else platform.machine()

"""axe-core, which looks for barriers in a page: the file that axe-playwright-python brings along.

The package is there for this one file: a fresh machine gets it with the other requirements and needs no npm.
"""

from functools import cache
from importlib.resources import files


@cache
def source() -> str:
    """The script to run in a page before `axe.run()`."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def version() -> str:
    return source().partition("axe v")[2].partition("\n")[0]

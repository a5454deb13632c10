"""What import-linter cannot see: that the domain really runs without the floors above it."""

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

from app.config import Config

ROOT = Path(__file__).parents[1]
ABOVE = {"flask", "sqlalchemy", "plotly", "jinja2", "babel", "werkzeug"}


def loaded(modules):
    code = f"import sys, {', '.join(modules)}; print(*sorted({ABOVE!r} & set(sys.modules)))"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()


def test_the_domain_loads_neither_web_nor_database():
    names = [f"app.domain.{file.stem}" for file in (ROOT / "app" / "domain").glob("*.py") if file.stem != "__init__"]
    assert loaded(names) == []


def test_the_store_knows_no_web():
    assert loaded(["app.store.responses", "app.store.questionnaires", "app.store.releases"]) == ["sqlalchemy"]


def test_every_setting_stands_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    assert [f.name for f in fields(Config) if f"MITSPRACHE_{f.name.upper()}" not in readme] == []


def test_every_file_says_in_its_first_line_what_it_holds():
    for file in (ROOT / "app").rglob("*.py"):
        assert file.read_text().startswith('"""'), file


def test_no_file_is_too_long_to_be_one_thing():
    for file in [*(ROOT / "app").rglob("*.py"), *(ROOT / "app").rglob("*.html")]:
        assert len(file.read_text().splitlines()) <= 260, file

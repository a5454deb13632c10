"""Whoever computes a release again from its open data gets what is published, and notices whatever was changed."""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from app.config import PROJECT, Config
from app.domain import voices
from app.domain.open_data.metadata import Source
from app.domain.release import Release, sha256
from app.web import create_app
from app.web.results.data.files import SCRIPT, Issue, files
from setup.recompute import NEEDED, SUMS, about, check, one_decimal, share, status, tell, whole
from tests.domain.open_data import hostile_issue, issue, issue_of
from tests.domain.sample import walk

EXAMPLES = PROJECT / "examples"
SOURCE = Source("Kreis Ostholstein", "https://mitsprache.example.org/results/x/data")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """made(issue) are its files; no database is asked."""
    app = create_app(Config(secret="for tests only", instance=str(tmp_path_factory.mktemp("instance"))))

    def files_of(issue):
        with app.test_request_context():
            return dict(files(issue, SOURCE))

    return files_of


@pytest.fixture(scope="module")
def small(made):
    """The files of a second release, small enough to be checked often."""
    way = EXAMPLES / "fragearten" / "ablauf.json"
    first = issue(150, way)
    return made(issue_of(first.questionnaire, 220, 2, first.release))


@pytest.fixture(scope="module")
def county(made):
    """The files of a release with themes, and with the people who live there."""
    return made(issue(150, EXAMPLES / "ostholstein" / "gut-leben.json"))


@pytest.mark.parametrize("name", ["fragearten/fragearten", "fragearten/ablauf", "ostholstein/gut-leben"])
@pytest.mark.parametrize("people", [23, 57, 400])
def test_every_published_number_comes_out_again(made, name, people):
    files = made(issue(people, EXAMPLES / f"{name}.json"))
    report = check(files)
    assert report.differs == report.unchecked == []
    assert not any(b"Text(" in file for file in files.values())  # words within words are said, too
    assert report.numbers > 500


def test_the_large_questionnaire_comes_out_again_too(made):
    report = check(made(issue(300, EXAMPLES / "ostholstein" / "integrationskonzept.json")))
    assert (report.differs, status(report)) == ([], 0)
    assert report.numbers > 30_000


def test_texts_that_mean_harm_change_nothing(made):
    assert check(made(hostile_issue())).differs == []


@pytest.mark.parametrize("name", [*NEEDED, "before.json", SUMS])
def test_a_flipped_digit_is_noticed_in_any_file(small, name):
    assert status(check(small)) == 0
    places = [found.start() for found in re.finditer(rb"\d", small[name])]
    for place in Random(name).sample(places, 12):
        report = check({**small, name: flipped(small[name], place)})
        assert status(report) == 1, small[name][place - 40 : place + 20]
        assert "differ" in tell(report).splitlines()[-1]


# The numbers of each file: counts, bases and shares; what is shown; the tables of the release.
NUMBERS = {
    "cells.csv": rb"(?<=,)\d+(?=,\d+,\d*,)|(?<=,)\d+(?= %,)|(?<=,0\.)\d(?=\d*,false)",
    "published.csv": rb"(?<=,)[\d.]+(?=( %)?\r\n)",
    "release.json": rb"(?<=:)\d+(?=[,}])",
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_flipped_number_is_noticed_though_the_checksums_were_mended(small, name):
    content = small[name]
    start, end = (content.index(b'"tables"'), content.index(b'"version"')) if name == "release.json" else (0, None)
    found = re.compile(NUMBERS[name]).finditer(content, start, end or len(content))
    places = [at for match in found for at in range(*match.span()) if content[at : at + 1].isdigit()]
    for place in Random(name).sample(places, 25):
        report = check(mended({**small, name: flipped(content, place)}))
        assert status(report) == 1, content[place - 60 : place + 20]
        assert all(sentence.endswith(".") for sentence in report.differs)


# What is told beside the answers of people: themes of texts, and the people who live here.
BESIDES = {
    "cells.csv": rb":themes,[^\r]*,(\d+),\d+,\d+,[^,]+,[\d.]+,false",
    "published.csv": rb"(?:themes|where|missing)[^\r]*,(\d[\d.]*)(?: %)?\r\n",
    "population.csv": rb',(\d+),"[^\r]*,where,',
    "release.json": rb'"(?:texts|[a-z]{5,})":(\d+)[,}]',
}


@pytest.mark.parametrize("name", BESIDES)
def test_a_flipped_number_of_themes_or_of_inhabitants_is_noticed_too(county, name):
    assert status(check(county)) == 0
    content = county[name]
    start = content.index(b'"themes"') if name == "release.json" else 0
    places = [match.end(1) - 1 for match in re.compile(BESIDES[name]).finditer(content, start)]
    assert len(places) > 8
    for place in Random(name).sample(places, 8):
        assert status(check(mended({**county, name: flipped(content, place)}))) == 1, content[place - 60 : place + 20]


def test_other_words_of_a_theme_are_noticed(county):
    for told, other in ((b"Parkpl\xc3\xa4tze", b"Parkhaus"), (b",Housing,", b",Houses,")):
        assert told in county["dictionary.csv"]
        changed = {**county, "dictionary.csv": county["dictionary.csv"].replace(told, other)}
        assert status(check(mended(changed))) == 1


def flipped(content, place):
    digit = (int(content[place : place + 1]) + 1) % 10
    return content[:place] + str(digit).encode() + content[place + 1 :]


def mended(changed):
    """As someone would do who wants it to go unnoticed: the hash of the release and all checksums fit again."""
    hashed = hashlib.sha256(changed["release.json"]).hexdigest()
    metadata = re.sub(rb"sha256:[0-9a-f]{64}", f"sha256:{hashed}".encode(), changed["cells.csv-metadata.json"])
    changed = {**changed, "cells.csv-metadata.json": metadata}
    lines = changed[SUMS].decode().splitlines()
    sums = [f"{hashlib.sha256(changed[line[66:]]).hexdigest()}  {line[66:]}\n" for line in lines]
    return {**changed, SUMS: "".join(sums).encode()}


def test_a_release_that_does_not_follow_the_one_before_is_noticed(small):
    other = json.loads(small["before.json"])
    other["answers"] += 1
    before = json.dumps(other, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    report = check(mended({**small, "before.json": before}))
    assert any("Hash of the release before" in sentence for sentence in report.differs)
    without = {name: content for name, content in small.items() if name != "before.json"}
    assert status(check(without)) == 2


def test_a_line_more_or_less_is_noticed(small):
    head, *lines = small["published.csv"].split(b"\r\n")[:-1]
    for changed in (lines[1:], [*lines, lines[-1]], [*lines, lines[-1].replace(b"share", b"mean")]):
        report = check(mended({**small, "published.csv": b"\r\n".join([head, *changed, b""])}))
        assert status(report) == 1


def test_texts_that_were_taken_back_cannot_be_downloaded_any_more(made):
    first = issue(100, EXAMPLES / "ostholstein" / "gut-leben.json")
    texts = [{"question": "zuerst", "part": "", "words": f"Wort {n}", "language": "de"} for n in range(10)]
    spoken = Release(dict(first.release.document) | {voices.KEY: texts}, "")
    spoken = replace(spoken, sha256=sha256(spoken.document))
    later = dict(spoken.document) | {"number": 2, voices.KEY: texts[1:], "previous": spoken.sha256}
    later["history"] = [*later["history"], [later["day"], later["answers"]]]
    newest = Release(later, sha256(later))
    assert status(check(made(Issue(first.questionnaire, spoken, None, spoken)))) == 0
    old, new = (made(Issue(first.questionnaire, *pair, newest)) for pair in ((spoken, None), (newest, spoken)))
    for files_, name in ((old, "release.json"), (new, "before.json")):
        assert "Wort 0" not in files_[name].decode()
        assert "Wort 1" in files_[name].decode()
        report = check(files_)
        assert (report.differs, status(report)) == ([], 2)
        assert "taken back" in tell(report)
    with zipfile.ZipFile(io.BytesIO(old["all.zip"])) as packed:
        assert b"Wort 0" not in packed.read("release.json")


def test_the_program_runs_alone(small, tmp_path):
    folder = tmp_path / "downloaded"
    folder.mkdir()
    (tmp_path / "all.zip").write_bytes(small["all.zip"])
    zipfile.ZipFile(tmp_path / "all.zip").extractall(folder)

    def run(where):
        command = [sys.executable, "-I", "-S", str(folder / SCRIPT.name), str(where)]  # nothing but Python itself
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    for where in (folder, tmp_path / "all.zip"):
        done = run(where)
        assert (done.returncode, done.stderr) == (0, "")
        assert "agree" in done.stdout
    table = folder / "published.csv"
    table.write_bytes(table.read_bytes().replace(b" %\r\n", b"1 %\r\n", 1))
    done = run(folder)
    assert done.returncode == 1
    assert "is published as" in done.stdout
    assert run(tmp_path / "nothing").returncode == 2
    assert run(folder / SCRIPT.name).returncode == 2


def test_what_lies_exactly_between_two_numbers_is_right_either_way():
    assert whole(Fraction(5, 2)) == {2, 3}
    assert share(25, 200) == {"12 %", "13 %"}
    assert share(38, 40) == {"95 %", "almost all"}
    assert one_decimal(Fraction(9, 4)) == {"2.2", "2.3"}


def test_shares_are_never_said_more_exactly_than_they_are():
    assert share(0, 40) == share(3, 0) == {"at most a few"}
    assert share(200, 200) == share(250, 200) == share(48, 49) == {"almost all"}
    assert (share(1, 1000), share(1, 40)) == ({"under 1 %"}, {"under 5 %"})
    assert (about(22), about(23)) == ({"20"}, {"25"})


# Whoever changes what the files of old releases look like breaks what others cite: a new format stands beside the old
# one (FORMAT in app/domain/open_data/metadata.py). Words of ours may be corrected; the checksums follow.
FOREVER = {
    "cells.csv": "56ff53f2049dd995",
    "cells.csv-metadata.json": "74818a4d8155ff9a",
    "dictionary.csv": "c91e12b6f1ab4b73",
    "published.csv": "46d49d19e112b12a",
    "release.json": "11402850281a72c4",
}


def test_files_of_an_old_release_never_change(made):
    document = {
        "format": "mitsprache-release/2", "number": 3, "day": "2025-07-14", "version": 1, "profile": "live",
        "simulated": False, "answers": 90, "history": [["2025-07-07", 41], ["2025-07-14", 90]],
        "groups": {"language": {"de": 60, "ar": None}},
        "tables": {
            "": {"lives": {"answered": 88, "cells": {"yes": 50, "no": 33, "ka": 5}},
                 "feels": {"answered": 83, "cells": {"1": 9, "2": 31, "3": 43}}},
            "language:de": {"lives": {"answered": 60, "cells": {"yes": 36, "no": 24, "ka": 0}}},
        },
        "blocks": {"language": {"de": [3]}}, "asked_of_some": {}, "previous": "",
    }  # fmt: skip
    old = Release(document, sha256(document))
    files_ = made(Issue(walk(), old, None, old))
    assert check(files_).differs == []
    assert {name: hashlib.sha256(files_[name]).hexdigest()[:16] for name in NEEDED} == FOREVER

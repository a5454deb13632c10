"""The measurements themselves: they walk our pages as browsers do, count what is stored, and write what they print."""

import pytest

from benchmarks import document, load, release, site
from benchmarks.journeys import walks_of
from benchmarks.server import OURS, gunicorn
from benchmarks.walk import FORM, STAMP

PRINTED = """**Question.** How many?

| page | of hello-world |
| --- | ---: |
| start page | 0.9 (0.8–1) |

| goal | at least | measured | met |
|---|---|---|---|
| start page | 85% | 90% | yes |
"""
PAGE = """# Speed

<!-- goals -->
| goal | at least | before | now | met |
|---|---|---|---|---|
| home page | 50% | 10% | 40% | no |
| start page | 85% | 11% | 12% | no |
<!-- end -->

<!-- measured: benchmarks.pages -->
what was there
<!-- end -->

Words of ours.
"""


def test_what_a_measurement_prints_goes_into_the_page_and_what_was_before_stays():
    made = document.with_figures(PAGE, "measured", ["benchmarks.pages"], PRINTED, before=False)
    assert "| home page | 50% | 10% | 40% | no |\n| start page | 85% | 11% | 90% | yes |\n<!-- end -->" in made
    assert f"<!-- measured: benchmarks.pages -->\n`python -m benchmarks.pages`\n\n{PRINTED}<!-- end -->" in made
    assert "what was there" not in made
    assert made.endswith("Words of ours.\n")


def test_what_is_measured_before_all_work_stands_in_both_columns():
    made = document.with_figures(PAGE, "measured", ["benchmarks.pages"], PRINTED, before=True)
    assert "| start page | 85% | 90% | 90% | yes |" in made


def test_measuring_twice_changes_nothing_but_figures():
    once = document.with_figures(PAGE, "measured", ["benchmarks.pages"], PRINTED, before=False)
    assert document.with_figures(once, "measured", ["benchmarks.pages"], PRINTED, before=False) == once


def test_a_release_can_be_measured(tmp_path, capsys):
    url = f"sqlite:///{tmp_path}/benchmark.db"
    release.fill(release.connect(url), 300)
    assert release.measure(url, 300)
    assert "| 300 |" in capsys.readouterr().out


@pytest.mark.slow
def test_every_journey_wrk_counts_lies_in_the_database(tmp_path):
    engine = site.prepared(tmp_path)
    with gunicorn(OURS, tmp_path) as server:
        walks = [walks_of(engine, server, slug)[0] for slug in (site.SHORT, site.LONG)]
        before = site.waiting(engine)
        found = load.journeys(server, walks, seconds=1, connections=4)
    sent = [request.body for walk in walks for request in walk.requests if request.page == "review"]
    assert all(FORM in body and STAMP in body for body in sent)
    assert found.failed == 0
    assert site.waiting(engine) - before == found.count >= 4
    engine.dispose()

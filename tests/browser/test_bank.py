"""The rehearsal in a browser: results of invented people are drawn like real ones."""

from tests.web.staff import ONE


def test_the_charts_of_invented_people_are_drawn(at_work, site):
    page = at_work(width=1280)
    page.goto(f"{site.url}{ONE}/rehearsal/results?people=60&language=de")
    page.locator("section.exhibit[data-drawn]").first.wait_for()

"""Someone who answers every question of a page, whatever kinds they are, with nothing but clicks and keys."""


def fill(page):
    """Answer all questions shown; the first answer that is no way out, something in every text."""
    for question in page.locator("fieldset.q").all():
        _tick(question)
        _choose(question)
        _write(question)


def _tick(question):
    names = []
    for control in question.locator("input[type=radio], input[type=checkbox]").all():
        name = control.get_attribute("name")
        if name not in names:
            names.append(name)
            control.check(force=True)


def _choose(question):
    """Something in the first list; in a list of shares or places two things."""
    for place, select in enumerate(question.locator("select").all()[:2]):
        values = [option.get_attribute("value") for option in select.locator("option").all()]
        select.select_option(values[min(2 + place, len(values) - 1)])


def _write(question):
    for control in question.locator("textarea:visible").all():
        control.fill("Mehr Busse am Abend – більше автобусів – حافلات أكثر")


def walk(page, start):
    """From a start page to the review; returns how many pages were answered."""
    page.goto(start)
    page.locator("button[name=_go][value=begin]").click()
    pages = 0
    while page.locator("input[name=_page]").first.get_attribute("value") != "review":
        fill(page)
        page.locator("main button[name=_go][value=next]").click()
        pages += 1
        assert pages < 40
    return pages


def send(page):
    page.locator("main .nav button[name=_go][value=send]").click()

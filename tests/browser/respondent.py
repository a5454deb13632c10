"""Someone who answers every question of a page, whatever kinds they are, with nothing but clicks and keys."""

WORDS = "Mehr Busse am Abend – більше автобусів – حافلات أكثر"


def fill(page):
    """Answer all questions shown; the first answer that is no way out, something in every text."""
    _tick(page)
    for question in page.locator("fieldset.q:has(select), fieldset.q:has(textarea)").all():
        _choose(question)
        _write(question)


def _tick(page):
    """The first box of each name. What there is, is asked of the whole page at once: each question takes its time."""
    boxes = page.locator("fieldset.q").locator("input[type=radio], input[type=checkbox]")
    names = boxes.evaluate_all("found => found.map((each) => each.name)")
    for place in sorted({names.index(name) for name in names}):
        boxes.nth(place).check(force=True)


def _choose(question):
    """Something in the first list; in a list of shares or places two things."""
    for place, select in enumerate(question.locator("select").all()[:2]):
        values = select.evaluate("list => [...list.options].map((each) => each.value)")
        select.select_option(values[min(2 + place, len(values) - 1)])


def _write(question):
    for control in question.locator("textarea:visible").all():
        control.fill(WORDS)


def fill_at_once(page):
    """The same answers without a click, for tests that look at pages and not at how they are filled in."""
    page.evaluate(
        """words => {
        for (const question of document.querySelectorAll("fieldset.q")) {
          const names = new Set();
          for (const box of question.querySelectorAll("input[type=radio], input[type=checkbox]"))
            if (!names.has(box.name)) { names.add(box.name); box.checked = true; }
          [...question.querySelectorAll("select")].slice(0, 2).forEach((list, place) => {
            list.selectedIndex = Math.min(2 + place, list.options.length - 1);
          });
          for (const text of question.querySelectorAll("textarea")) if (text.offsetParent) text.value = words;
        } }""",
        WORDS,
    )


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

"""How somebody works a page: with a pointer, or with nothing but the keyboard."""

MOST_TABS, AT_ONCE = 500, 8

# Whether the focus is on an element, or in its group of radio buttons, which is one stop. If not yet, it will go no
# further than there: whoever presses Tab stops there too, and asking after each key would take as long as all keys.
ARRIVED = """element => {
    const there = () => document.activeElement === element
        || (element.type === "radio" && document.activeElement.name === element.name);
    removeEventListener("keydown", window.stop, true);
    if (there()) return true;
    window.stop = (event) => {
        if (event.key === "Tab" && there()) { event.preventDefault(); event.stopImmediatePropagation(); }
    };
    addEventListener("keydown", window.stop, true);
    return false;
}"""


class Hand:
    """Does what people do with links, buttons and fields; each of them takes a locator of exactly one element."""

    def __init__(self, page):
        self.page = page

    def leave(self, locator):
        """Press a link or button that leads to another page."""
        with self.page.expect_navigation():
            self.press(locator)

    def press(self, locator):
        locator.click()

    def write(self, locator, words):
        locator.fill(words)

    def tick(self, locator):
        locator.check(force=True)

    def pick(self, locator, value):
        locator.select_option(value)


class Keyboard(Hand):
    """Every element is reached by Tab from where the focus is, as nobody can jump to one."""

    def press(self, locator):
        self.reach(locator)
        self.page.keyboard.press("Enter")

    def write(self, locator, words):
        self.reach(locator)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(words)

    def tick(self, locator):
        if locator.get_attribute("type") == "radio":
            self._turn_to(locator)
        elif not locator.is_checked():
            self.reach(locator)
            self.page.keyboard.press("Space")
        assert locator.is_checked()

    def pick(self, locator, value):
        self.reach(locator)
        self.page.keyboard.press("Home")
        for _ in range(60):
            if locator.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no {value} in {locator}")

    def reach(self, locator):
        element = locator.element_handle()
        for _ in range(MOST_TABS // AT_ONCE):
            if element.evaluate(ARRIVED):
                return
            for _ in range(AT_ONCE):
                self.page.keyboard.press("Tab")
        raise AssertionError(f"not reached by Tab: {locator}")

    def _turn_to(self, locator):
        """A group of radio buttons is one stop; the arrows choose in it."""
        self.reach(locator)
        self.page.keyboard.press("Space")
        for _ in range(60):
            if locator.is_checked():
                return
            self.page.keyboard.press("ArrowDown")

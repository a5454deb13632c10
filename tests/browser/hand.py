"""How somebody works a page: with a pointer, or with nothing but the keyboard."""

MOST_TABS = 500


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
        for _ in range(MOST_TABS):
            if element.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"not reached by Tab: {locator}")

    def _turn_to(self, locator):
        """A group of radio buttons is one stop; the arrows choose in it."""
        name = locator.get_attribute("name")
        for _ in range(MOST_TABS):
            if self.page.evaluate("name => document.activeElement.name === name", name):
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Space")
        for _ in range(60):
            if locator.is_checked():
                return
            self.page.keyboard.press("ArrowDown")

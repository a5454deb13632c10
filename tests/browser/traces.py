"""What our pages leave in a browser, and whom they make it ask: nothing, and nobody but us (L9)."""


class Watch:
    """Looks at everything a browser does from its first page on. Staff pages may keep one cookie, for themselves."""

    def __init__(self, context):
        self._context = context
        self._asked = []
        context.on("request", lambda request: self._asked.append(request.url))

    def found(self):
        """Cookies, storage and strangers, each as a line."""
        cookies = [f"cookie {each['name']}" for each in self._context.cookies() if each["path"] != "/staff"]
        origins = self._context.storage_state(indexed_db=True)["origins"]
        stored = [f"storage of {each['origin']}: {each}" for each in origins]
        session = [f"session storage of {page.url}" for page in self._context.pages if _remembers(page)]
        return cookies + stored + session + self._strangers()

    def _strangers(self):
        ours = ("http://127.0.0.1:", "http://localhost:", "data:", "blob:", "about:")
        return [f"asked {url}" for url in self._asked if not url.startswith(ours)]


def _remembers(page):
    return page.url.startswith("http") and page.evaluate("sessionStorage.length") > 0

"""A visitor with a browser and no script, who comes over the network from an address of their own."""

import http.client
from contextlib import closing
from dataclasses import dataclass
from types import SimpleNamespace

from tests.web.forms import Visitor

MARKED = {
    "User-Agent": "Seepferdchen/7 (Telefon)",
    "Accept-Language": "de, en;q=0.9, x-blumenkohl;q=0.1",
    "Referer": "https://lesezeichen.example/woher",
    "X-Forwarded-For": "198.51.100.23",
    "Cookie": "kruemel=spekulatius",
}
ADDRESS = "127.0.0.77"
QUERY = "von=plakat-rathaus"
# All that a server could know and must not keep: address, browser, languages, origin, cookie, query.
TRACES = (ADDRESS, "Seepferdchen", "blumenkohl", "lesezeichen", "198.51.100.23", "spekulatius", "plakat-rathaus")


@dataclass
class Browser:
    """Speaks HTTP like Flask's test client, so that the same visitor can fill in forms through it."""

    port: int
    address: str = ADDRESS

    def get(self, path, headers=()):
        return self._ask("GET", path, headers=headers)

    def post(self, path, data="", content_type="application/x-www-form-urlencoded", headers=()):
        return self._ask("POST", path, data, {**dict(headers), "Content-Type": content_type})

    def _ask(self, method, path, body=None, headers=()):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(self.address, 0))
        with closing(connection):  # the server may be killed meanwhile
            connection.request(method, path, body, {**MARKED, **dict(headers)})
            with connection.getresponse() as answer:
                text = answer.read().decode()
        url = f"http://127.0.0.1:{self.port}{path}"
        return SimpleNamespace(
            status_code=answer.status, text=text, headers=answer.headers, request=SimpleNamespace(url=url)
        )


class Respondent(Visitor):
    """Answers the short form; every address they ask for carries a marked query."""

    def __init__(self, port, slug="gut-leben", language="de", code=None):
        super().__init__(Browser(port), slug, f"{language}&{QUERY}")
        self.code = {"_code": code} if code else {}

    def answer(self, words):
        self.press("begin", **self.code)
        self.press("next", ort="01055012", her="land")
        self.press("next", gefuehl="4", wichtig=["wohnen", "arbeit"])
        self.press("next", schwer=["briefe"], hilfe=["familie"])
        self.press("next", zuerst=words)
        self.press("next", alter="30-64")
        return self

    def send(self):
        return self.press("send")

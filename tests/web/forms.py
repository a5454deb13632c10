"""Filling in forms as a browser without script does: every field of the page comes along."""

import re
from urllib.parse import urlencode

from bs4 import BeautifulSoup


class Page:
    def __init__(self, response):
        self.response = response
        self.status = response.status_code
        self.soup = BeautifulSoup(response.text, "html.parser")

    @property
    def form(self):
        return self.soup.select_one("form#answers") or self.soup.select_one("main form[method=post]")

    def fields(self):
        """The form's successful controls as name -> values."""
        found = {}
        for control in self.form.select("input, select, textarea"):
            name, kind = control.get("name"), control.get("type")
            if not name or (kind in ("radio", "checkbox") and not control.has_attr("checked")):
                continue
            if control.name == "select":
                chosen = control.select_one("option[selected]") or control.select_one("option")
                value = chosen.get("value", chosen.text) if chosen else ""
            else:
                value = control.text.removeprefix("\n") if control.name == "textarea" else control.get("value", "on")
            found.setdefault(name, []).append(value)
        return found

    def asked(self):
        seen = self.form.select_one("input[name=_seen]") if self.form else None
        return [id for id in (seen["value"] if seen else "").split(",") if id]

    def text(self):
        return re.sub(r"\s+", " ", self.soup.select_one("main").text)


class Visitor:
    """Someone with a browser and no script."""

    def __init__(self, client, slug="gut-leben", language="de"):
        self.client, self.slug, self.language = client, slug, language
        self.headers = {"Sec-Fetch-Site": "same-origin"}
        self.page = Page(client.get(f"/s/{slug}?lang={language}"))

    def press(self, go, **answers):
        fields = {} if go == "begin" else {**self.page.fields()}
        if go == "begin":
            fields = {"_version": self.page.soup.select_one("input[name=_version]")["value"]}
        for name, value in answers.items():
            fields[name] = value if isinstance(value, list) else [value]
        return self.post(fields | {"_go": go})

    def post(self, fields):
        body = urlencode(fields, doseq=True, errors="surrogatepass")  # browsers send even what is no character
        sent = self.client.post(
            f"/s/{self.slug}?lang={self.language}",
            data=body,
            content_type="application/x-www-form-urlencoded",
            headers=self.headers,
        )
        if sent.status_code == 303:
            sent = self.client.get(sent.headers["Location"])
        self.page = Page(sent)
        return self.page

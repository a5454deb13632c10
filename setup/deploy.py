"""Fills in the files of deploy/ for one installation; docs/betrieb.md says where each of them goes.

    python -m setup.deploy build/deploy site=mitsprache.example.org web_user=www-mitsprache

Words between @ stand for the values below; whoever leaves one out gets what is written there.
"""

import gettext
import re
import sys
from html import escape
from pathlib import Path

from app.domain.language import LANGUAGES, Language

PROJECT = Path(__file__).resolve().parents[1]
FILES = PROJECT / "deploy"
WORD = re.compile(r"@([a-z_]+)@")

VALUES = {
    "site": "mitsprache.example.org",  # the name visitors type
    "listen": "80",  # address and port of nginx
    "scheme": "$scheme",  # "https" when someone before nginx already unpacks https
    "program": "/opt/mitsprache",  # this checkout
    "pages": "/etc/nginx/mitsprache",  # folder of away.html and large.html
    "settings": "/etc/mitsprache.env",
    "mail_settings": "/etc/mitsprache-mail.env",
    "socket": "/run/mitsprache/web.sock",
    "owner": "mitsprache",  # system user of the job runner, owns the database
    "web_user": "mitsprache-web",  # system user of the web server
    "state": "/var/lib/mitsprache",  # their folders
    "web_state": "/var/lib/mitsprache-web",
    "nginx_user": "www-data",
    "nginx_pid": "/run/nginx.pid",
    "nginx_log": "/var/log/nginx/error.log",
    "nginx_temp": "/var/lib/nginx",
    "nginx_cache": "/run/mitsprache-pages",  # in memory; nginx makes the folder itself
    "postgres_user": "postgres",
    "postgres_socket": "/var/run/postgresql",
}

# What nginx says without the program: title, what to do. The program's own words (app/web/errors.py).
PAGES = {
    "away.html": ("We are not ready right now", "Please go back and try again in a few minutes."),
    "large.html": ("Your form is too large", "Please go back and shorten your texts."),
}
PAGE = """\
<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Mitsprache</title>
<link rel="stylesheet" href="/static/mitsprache.css">
<link rel="icon" href="data:,">
</head>
<body>
<main class="frame">
<h1>Mitsprache</h1>
{sections}
</main>
</body>
</html>
"""
SECTION = '<section lang="{tag}" dir="{direction}"><h2>{title}</h2><p>{sentence}</p></section>'


def fill(folder: Path, **given: str) -> None:
    """Write every file of deploy/ and the pages into the folder. A value or a word nobody knows is an error."""
    unknown = set(given) - set(VALUES)
    if unknown:
        raise SystemExit(f"There is no value {', '.join(sorted(unknown))}. Known: {', '.join(VALUES)}")
    values = VALUES | given
    folder.mkdir(parents=True, exist_ok=True)
    for file in FILES.iterdir():
        words = WORD.sub(lambda word: values[word[1]], file.read_text("utf-8"))
        folder.joinpath(file.name).write_text(words, "utf-8")
    for name, (title, sentence) in PAGES.items():
        sections = "\n".join(_section(language, title, sentence) for language in LANGUAGES.values())
        folder.joinpath(name).write_text(PAGE.format(sections=sections), "utf-8")


def _section(language: Language, title: str, sentence: str) -> str:
    spoken = gettext.translation("messages", PROJECT / "translations", [language.babel]).gettext
    return SECTION.format(
        tag=language.tag,
        direction=language.direction,
        title=escape(spoken(title)),
        sentence=escape(spoken(sentence)),
    )


if __name__ == "__main__":
    fill(Path(sys.argv[1]), **dict(pair.split("=", 1) for pair in sys.argv[2:]))
    print(f"{sys.argv[1]} is filled; docs/betrieb.md says where each file goes.")

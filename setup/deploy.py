"""Fills in the files of deploy/ for one installation; docs/betrieb.md says where each of them goes.

    python -m setup.deploy build/deploy site=mitsprache.example.org web_user=www-mitsprache

Words between @ stand for the values below; whoever leaves one out gets what is written there. The choices decide
between two ways of running Mitsprache: lines that begin with the name of one of them, as @tls@, hold there only and
are commented out elsewhere.
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
    "http": "[::]:80 ipv6only=off",  # where nginx listens: this leads to https, or is where the device before us comes
    "https": "[::]:443 ipv6only=off",
    "certificate": "/etc/ssl/mitsprache/fullchain.pem",
    "certificate_key": "/etc/ssl/mitsprache/privkey.pem",
    "acme": "/var/www/acme",  # certbot --webroot -w
    "proxy_address": "127.0.0.1",  # of the device before us
    "home": "/opt/mitsprache",  # the versions, and the repository they come from
    "program": "/opt/mitsprache/current",  # the one that runs
    "patience": "15",  # seconds a new version has to become healthy; visitors wait for 40
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
    "postgres_user": "postgres",
    "postgres_socket": "/var/run/postgresql",
    "postgres_etc": "/etc/postgresql/15/main",
    "postgres_log": "/var/log/postgresql/*.log",
}
CHOICES = {
    "entrance": ("tls", "proxy"),  # who unpacks https: nginx, or a device before it
    "database": ("postgresql", "sqlite"),
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
    values = _values(given)
    folder.mkdir(parents=True, exist_ok=True)
    for file in FILES.iterdir():
        words = WORD.sub(lambda word: values[word[1]], file.read_text("utf-8"))
        folder.joinpath(file.name).write_text(words, "utf-8")
    for name, (title, sentence) in PAGES.items():
        sections = "\n".join(_section(language, title, sentence) for language in LANGUAGES.values())
        folder.joinpath(name).write_text(PAGE.format(sections=sections), "utf-8")


def _values(given: dict[str, str]) -> dict[str, str]:
    known = [*VALUES, *CHOICES]
    if unknown := set(given).difference(known):
        raise SystemExit(f"There is no value {', '.join(sorted(unknown))}. Known: {', '.join(known)}")
    values = VALUES | _chosen(given) | given
    # SQLite knows no roles, only who may open its files: then one user runs everything, in one folder.
    if given.get("database") == "sqlite":
        values |= {"web_user": values["owner"], "web_state": values["state"]}
    names = {f"{which}_name": Path(values[which]).name for which in ("state", "web_state")}
    return values | names


def _chosen(given: dict[str, str]) -> dict[str, str]:
    """What stands before the lines of each way: nothing, or what makes them a comment."""
    marks: dict[str, str] = {}
    for name, ways in CHOICES.items():
        chosen = given.get(name, ways[0])
        if chosen not in ways:
            raise SystemExit(f"{name}={chosen}: choose {' or '.join(ways)}.")
        marks |= {way: "" if way == chosen else "# " for way in ways}
    return marks


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
    print(f"{sys.argv[1]} is filled. As root: sh {sys.argv[1]}/install")

"""Whether the servers around the program are set so that they keep nothing about anyone."""

from __future__ import annotations

import configparser
import re
import runpy
import subprocess
from collections.abc import Iterator
from pathlib import Path

from app.web.doctor.finding import Finding, Installation, hint, ok, wrong

STAFF = re.compile(r"location \^~ /staff \{.*?\}", re.DOTALL)  # uploads of staff may wait on the disk
DIRECTIVE = re.compile(r"^\s*([a-z_]+)\s+([^;{#]*?);", re.MULTILINE)
# nginx writes the address of whoever asks beside an error of a request; from these levels on none is about one.
SILENT = ("alert", "emerg")
WANTED = {
    "access_log": "off",
    "proxy_pass_request_headers": "off",
    "proxy_max_temp_file_size": "0",
    "worker_rlimit_core": "0",
    "server_tokens": "off",
}
LONGEST = {"day": 7, "week": 1, "h": 168, "hour": 168, "days": 7, "weeks": 1}
LOGGERS = {"rsyslogd": "rsyslog", "auditd": "auditd", "fail2ban-server": "fail2ban", "syslog-ng": "syslog-ng"}


def nginx(here: Installation) -> Iterator[Finding]:
    file = here.root / "etc/nginx/nginx.conf"
    if not file.exists():
        yield hint(f"{file} gibt es nicht: steht nginx auf einer anderen Maschine?")
        return
    given = DIRECTIVE.findall(STAFF.sub("", file.read_text("utf-8")))
    problems = [*_other_values(given), *_loud(given), *_to_disk(dict(given)), *_told_on(given)]
    yield from problems or [ok("nginx schreibt keine Adressen und keine Antworten auf.")]


def _other_values(given: list[tuple[str, str]]) -> Iterator[Finding]:
    for name, value in WANTED.items():
        values = {said for known, said in given if known == name}
        if values != {value}:
            yield wrong(f"nginx: {name} ist {', '.join(sorted(values)) or 'nicht gesetzt'}, soll {value} sein.")


def _loud(given: list[tuple[str, str]]) -> Iterator[Finding]:
    logs = [value.split() for name, value in given if name == "error_log"]
    if not logs or any(words[-1] not in SILENT for words in logs):
        yield wrong("nginx: error_log nennt Adressen; überall alert oder emerg dahinter schreiben.")


def _to_disk(given: dict[str, str]) -> Iterator[Finding]:
    buffer, most = (_kilobytes(given.get(f"client_{name}_size", "")) for name in ("body_buffer", "max_body"))
    if not buffer > most > 0:
        yield wrong(
            "nginx: große Formulare landen auf der Platte; client_body_buffer_size größer als client_max_body_size."
        )


def _kilobytes(size: str) -> int:
    """0 for a size in other units, which nobody needs here."""
    return int(size[:-1]) if size[:-1].isdecimal() and size[-1:] == "k" else 0


def _told_on(given: list[tuple[str, str]]) -> Iterator[Finding]:
    if any(name == "proxy_set_header" and ("addr" in value or "user_agent" in value) for name, value in given):
        yield wrong("nginx gibt Adressen oder Browser weiter: proxy_set_header aus deploy/nginx.conf nehmen.")


def journal(here: Installation) -> Iterator[Finding]:
    """What servers say is kept for a week at most, and nowhere twice."""
    settings = configparser.ConfigParser(strict=False)
    settings.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's names have capitals
    systemd = here.root / "etc/systemd"
    settings.read([systemd / "journald.conf", *sorted((systemd / "journald.conf.d").glob("*.conf"))])
    found = dict(settings["Journal"]) if "Journal" in settings else {}
    if not _within_a_week(found.get("MaxRetentionSec", "")):
        yield wrong("Das Journal wird länger als eine Woche aufgehoben: deploy/journald.conf fehlt.")
    elif found.get("ForwardToSyslog", "no") != "no":
        yield wrong("Das Journal wird an syslog weitergegeben: ForwardToSyslog=no")
    else:
        yield ok("Das Journal vergisst nach einer Woche.")


def _within_a_week(words: str) -> bool:
    span = re.fullmatch(r"(\d+) ?([a-z]*)", words)
    return span is not None and 0 < int(span[1]) <= LONGEST.get(span[2], 0 if span[2] else 7 * 24 * 3600)


def loggers(here: Installation) -> Iterator[Finding]:
    found = [package for program, package in LOGGERS.items() if _installed(here.root, program)]
    if found:
        yield hint(f"Ein zweites Protokoll kann Zeiten oder Adressen aufheben: apt purge {' '.join(found)}")


def _installed(root: Path, program: str) -> bool:
    return any((root / folder / program).exists() for folder in ("usr/sbin", "usr/bin"))


def gunicorn(here: Installation) -> Iterator[Finding]:
    settings = runpy.run_path(str(here.project / "gunicorn.conf.py"))
    if settings.get("accesslog") or settings["logger_class"].__name__ != "QuietLogger":
        yield wrong(
            "gunicorn.conf.py ist verändert und schreibt Anfragen auf: mitsprache-upgrade zurück auf eine Fassung."
        )
    else:
        yield ok("gunicorn schreibt keine Anfragen auf.")


def units(here: Installation) -> Iterator[Finding]:
    """As systemd runs them now, not as their files say."""
    if not Path("/run/systemd/system").is_dir():
        yield hint("systemd läuft hier nicht: Dienste sind nicht geprüft.")
        return
    for unit in wanted(here):
        ask = ["/usr/bin/systemctl", "show", "--property=ActiveState,LimitCORE,MemorySwapMax", unit]
        yield judged(unit, subprocess.run(ask, capture_output=True, text=True, check=False).stdout)  # noqa: S603


def wanted(here: Installation) -> list[str]:
    """The services this installation needs."""
    mail = ["mitsprache-mail.service"] if here.config.mail_server else []
    database = ["postgresql@*.service"] if here.owner.dialect.name == "postgresql" else []
    return ["mitsprache-web.service", "mitsprache-jobs.service", "nginx.service", *mail, *database]


def judged(unit: str, told: str) -> Finding:
    """What systemd tells of a unit, as lines NAME=value."""
    found = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
    if found.get("ActiveState") != "active":
        return wrong(f"{unit} läuft nicht: systemctl status {unit}")
    if (found.get("LimitCORE"), found.get("MemorySwapMax")) != ("0", "0"):
        return wrong(f"{unit} darf Speicher auf die Platte schreiben: deploy/ neu einspielen, systemctl restart {unit}")
    return ok(f"{unit} läuft.")

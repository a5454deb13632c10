"""Finds or installs everything before the tests start, so that what is missing is said first and once."""

import sys

from tests.services import axe, chromium, libreoffice, logrotate, nginx, pango, postgres, strace, systemd


def main() -> None:
    try:
        print("PostgreSQL:", postgres.binaries())
        print("Chromium:  ", chromium.executable())
        print("axe:       ", axe.version())
        print("nginx:     ", nginx.executable())
        print("logrotate: ", logrotate.executable())
        print("Pango:     ", pango.library())
        print("LibreOffice:", libreoffice.executable())
        print("systemd:   ", systemd.analyze())
        print("strace:    ", strace.executable())
    except RuntimeError as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()

"""What the tests need beside Python: PostgreSQL, Chromium, axe, nginx, LibreOffice and systemd-analyze."""

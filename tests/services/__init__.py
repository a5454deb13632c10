"""What the tests need beside Python: PostgreSQL, Chromium, axe, nginx, LibreOffice, logrotate and systemd-analyze."""

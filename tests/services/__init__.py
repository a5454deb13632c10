"""What the tests need beside Python: PostgreSQL, Chromium, axe, nginx, LibreOffice, logrotate, systemd and strace."""

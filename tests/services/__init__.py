"""What the tests need beside Python: PostgreSQL, Chromium, axe, nginx, LibreOffice, systemd-analyze and strace."""

"""What the tests need beside Python: PostgreSQL, Chromium, nginx, LibreOffice, strace, logrotate and more."""

"""What the tests need beside Python: PostgreSQL, Chromium, axe, nginx and systemd-analyze."""

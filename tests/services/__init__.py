"""What the tests need beside Python: a PostgreSQL, a Chromium, and axe."""

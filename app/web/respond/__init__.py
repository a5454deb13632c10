"""The door of those who answer: no login, no cookie, no script."""

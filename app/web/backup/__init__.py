"""Backups that the server itself cannot read, and the way back from them."""

"""The door of staff who analyse the answers of single people."""

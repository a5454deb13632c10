"""Where things are kept: Core tables, and functions that take a connection and return finished domain objects."""

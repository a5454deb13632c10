"""Looks at a running installation and says what to do: flask doctor."""

"""The door staff come in by: signing in and out."""

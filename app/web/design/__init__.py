"""The door of staff who make questionnaires."""

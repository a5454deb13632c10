"""The door of staff who organise the consultation: its pages, events, statements, and what became of it all."""

"""The door of those who look at results: published cells only."""

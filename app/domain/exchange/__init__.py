"""Texts to be translated elsewhere, as files: one module for each format."""

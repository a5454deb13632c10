"""Translating, the same for questionnaires and documents: a language beside the original, files, links for guests."""

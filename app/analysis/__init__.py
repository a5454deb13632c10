"""Answers of single people as files for statistics programs. It knows the domain, and no visitor and no database."""

from app.analysis.files import FORMATS, Written, write

__all__ = ["FORMATS", "Written", "write"]

"""The pages of analysis, which hang themselves on its door."""

from __future__ import annotations

from app.web.analysis import asking, crosstabs, deciding, files, weights
from app.web.analysis.door import bp

__all__ = ["asking", "bp", "crosstabs", "deciding", "files", "weights"]

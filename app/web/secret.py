"""The secret that signs staff sessions and receipts: given, or made once and kept in the instance folder."""

from __future__ import annotations

import secrets

from app.config import Config
from app.web.once import made_once


def of(config: Config) -> str:
    if config.secret:
        return config.secret
    config.instance_path.mkdir(parents=True, exist_ok=True)
    return made_once(config.instance_path / "secret", secrets.token_urlsafe(48).encode()).decode().strip()

"""The secret that signs staff sessions and receipts: given, or made once and kept in the instance folder."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress

from app.config import Config


def of(config: Config) -> str:
    if config.secret:
        return config.secret
    file = config.instance_path / "secret"
    if not file.exists():
        config.instance_path.mkdir(parents=True, exist_ok=True)
        made = file.with_suffix(f".{secrets.token_hex(4)}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # two workers may start at once: whoever is first wins
            os.link(made, file)
        made.unlink()
    return file.read_text().strip()

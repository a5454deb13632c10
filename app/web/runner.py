"""The job runner as a program: python -m app.web.runner, without Flask and pages, which take as much memory again."""

from __future__ import annotations

import logging

from app.config import from_environment
from app.store.engine import connect
from app.traces import keep_quiet
from app.web.jobs import Runner


def main() -> None:
    keep_quiet(logging.INFO)
    config = from_environment()
    Runner(connect(config.database_url), config.keys).run(config.job_seconds)


if __name__ == "__main__":
    main()

"""The program as it is, told another time: python -m tests.browser.moved FILE ARGUMENTS-OF-GUNICORN.

The file holds a moment in UTC; whoever writes another one into it moves the clock.
"""

import sys
from datetime import datetime
from pathlib import Path

from app.web import clock


def move_by(file: Path) -> None:
    """From now on it is as late as the file says. To be called before anything else asks the clock for its names."""

    def now() -> datetime:
        return datetime.fromisoformat(file.read_text())

    clock.now = now
    clock.today = lambda: clock.day_of(now())


if __name__ == "__main__":
    move_by(Path(sys.argv.pop(1)))
    from gunicorn.app.wsgiapp import run

    run()

"""How gunicorn runs Mitsprache; it reads this file by itself when it is started in this folder."""

import gc
import sys
from pathlib import Path
from typing import Any

from babel import Locale
from gunicorn.glogging import Logger

from app.config import from_environment
from app.domain.language import LANGUAGES
from app.store.patience import THREADS
from app.traces import Formatter, keep_quiet
from app.web.db import refuse_without_roles

chosen = from_environment()


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn carries no types
    """Writes what went wrong but not who asked for what: gunicorn would add addresses and URIs."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Formatter(self.error_fmt, self.datefmt))

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        if str(msg).startswith("Invalid request from ip="):
            msg, args = "Refused a malformed request", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: object, *args: Any, **kwargs: Any) -> None:
        if msg == "Exception in worker process":
            # No one has sent anything yet, and operators need to know.
            msg, args = "The program does not start: %s", (sys.exc_info()[1],)
        elif isinstance(msg, BaseException) or str(msg).startswith("Error handling request"):
            msg, args = "Error handling a request", ()
        super().exception(msg, *args, **kwargs)


wsgi_app = "wsgi:app"
# Behind nginx systemd hands over a socket instead (deploy/mitsprache-web.socket), and nobody has an address.
bind = f"127.0.0.1:{chosen.port}"

# Threads in a few processes: rendering keeps a core busy, waiting for the database does not.
worker_class = "gthread"
workers = chosen.workers
# Those who wait for a slow disk together share one write to it: with four at most four did (docs/performance.md).
threads = THREADS  # each has its connections (app/store/patience.py)
# Loaded once, before workers are forked, who share what it takes (measured: 20 MB less for two). Each opens its own
# connections when it first needs one. A reload brings new workers of the same program; a new one needs a restart.
preload_app = True

# Measured with 8, 32 and 128 connections: reuse_port answered between 9 % less and 18 % more, and lost 97 of
# 31,000 requests over eight reloads, where the shared socket lost none. Two servers would also share a port
# without a word.
reuse_port = False

# Since version 25 gunicorn opens a socket in the home directory that can steer it. Nobody here needs it.
control_socket_disable = True

# Our addresses are short and the answers travel in the body, whose size the app limits.
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190

timeout = 30
graceful_timeout = 30  # an answer on its way is still kept when the server restarts
keepalive = 10
# The sign of life of a worker is a file; in memory, so that a slow disk does not look like a stuck worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

accesslog = None  # who read what when is nobody's business
errorlog = "-"
loglevel = "warning"
logger_class = QuietLogger


def on_starting(server: object) -> None:
    """A sentence now is better than a page full of errors later."""
    refuse_without_roles(chosen)
    for language in LANGUAGES.values():  # 15 MB of dates and numbers, read here once for all workers
        assert Locale.parse(language.babel).number_symbols


def pre_fork(server: object, worker: object) -> None:
    """Workers share the memory of this process, with all modules, until they write to it. The garbage collector would
    write to all of it, to count references: it leaves alone what is frozen (measured: a third less memory)."""
    gc.freeze()


def post_fork(server: object, worker: object) -> None:
    """What libraries and threads say goes the same way."""
    keep_quiet()

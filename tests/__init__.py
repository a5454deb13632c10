"""The tests. Each process keeps to one thread of numpy: those of several only wait for each other."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before anything imports it
